import type { PostRow } from '../../data/reads/post-rows.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { MAX_PAGE_SIZE } from '../../relay/page.ts';
import { explain, may } from '../../session/policy.ts';
import { isOwnerOf } from '../account.ts';
import { authorOf } from '../author.ts';
import { findPost } from '../post.ts';
import type { ServiceSession } from '../service-session.ts';
import { listComments, WHOLE_COMMENTS } from '../thread.ts';
import { answerPage } from './comments-answer.ts';
import { viewPost } from './post-view.ts';

interface DiscussionFile {
  readonly slug: string;
  /** Of one request: what a session has read it remembers, so that each page of a long discussion has one of its own. */
  readonly createSession: () => ServiceSession;
}

/**
 * A post and its whole discussion, up to its newest comment at the start, as the text of one JSON file in parts; null where the viewer sees
 * no such post. docs/api.md describes the file (issue 11, part 5).
 *
 * @throws {CodedError} `FORBIDDEN` where the post is not the viewer's, who is no moderator.
 */
export async function exportDiscussion({
  slug,
  createSession,
}: DiscussionFile): Promise<AsyncGenerator<string, void> | null> {
  const session = createSession();
  const post = await findPost(session, { slug });
  if (post === null) return null;

  await requireOwn(session, post);
  const { id, cursor, lastNumber: _, ...shown } = await viewPost(session, post);
  const url = session.addresses.ofPost(post);
  const head = {
    ...{ format: 'colloquy-discussion', version: 1, exportedAt: session.now() },
    post: { id, url, ...shown, body: post.body, createdAt: post.createdAt, cursor },
  };
  return writeFile(head, writeComments(post, createSession));
}

async function requireOwn(session: ServiceSession, post: PostRow): Promise<void> {
  const { account } = session.identity;
  const isOwn = account !== null && isOwnerOf(account, await authorOf(session, post));
  if (!may(session.identity, 'exportDiscussion', { isOwn })) {
    throw new CodedError('FORBIDDEN', explain('exportDiscussion'));
  }
}

async function* writeFile(head: object, comments: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  yield `${JSON.stringify(head).slice(0, -1)},\n"comments":[`;
  let between = '\n';
  for await (const text of comments) {
    yield between + text;
    between = ',\n';
  }
  yield ']}\n';
}

/** As the query `Comments` of the SDK answers them; a page of them at a time. */
async function* writeComments(post: PostRow, createSession: () => ServiceSession): AsyncGenerator<string, void> {
  let after: string | null = null;
  do {
    const session = createSession();
    const page = { first: MAX_PAGE_SIZE, after, order: 'TIME', selection: WHOLE_COMMENTS } as const;
    const comments = await answerPage(session, {
      post,
      comments: await listComments(session, { ...page, post }),
    });
    if (comments.edges.length > 0) yield comments.edges.map(({ node }) => JSON.stringify(node)).join(',\n');
    after = comments.pageInfo.hasNextPage ? comments.pageInfo.endCursor : null;
  } while (after !== null);
}
