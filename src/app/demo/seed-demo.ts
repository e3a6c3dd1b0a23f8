import type { Pool } from 'pg';
import { deleteComment, editComment } from '../../domain/change-comment.ts';
import { createComment, createPublicComment } from '../../domain/create-comment.ts';
import { createPost } from '../../domain/create-post.ts';
import { flagComment } from '../../domain/moderation/flag-comment.ts';
import { moderateComment } from '../../domain/moderation/moderate-comment.ts';
import { pinComment } from '../../domain/moderation/pin-comment.ts';
import type { Services } from '../../domain/service-session.ts';
import { react } from '../../domain/reactions/react.ts';
import { updatePost } from '../../domain/update-post.ts';
import { encodeGlobalId } from '../../relay/global-id.ts';
import { DEMO_POSTS } from './demo-content.ts';
import { createDemoSession } from './demo-session.ts';
import { moveDemo } from './move-demo.ts';
import type { DemoAction, DemoComment, DemoPost } from './demo-shapes.ts';
import { planDemo } from './plan-demo.ts';
import type { DemoStep } from './plan-demo.ts';

/** The global ids of what is written so far: posts by slug, comments by slug and number. */
type Written = Map<string, string>;

/**
 * Writes the demo into a database without authors, posts and tags, as if it had happened in the days before `now`. Each
 * step goes through the use case that a client's mutation calls. A copy of the template has all of it, and is moved to
 * those days.
 *
 * @returns false where the database had content already; then nothing is written.
 */
export async function seedDemo(services: Services, { now }: { now: Date }): Promise<boolean> {
  const { pool } = services.database;
  if (await hasData(pool)) return await moveDemo(pool, { now });

  const written: Written = new Map();
  for (const step of planDemo(DEMO_POSTS, now)) await perform(services, { step, written });
  return true;
}

/** Without Prisma, whose compiler of queries takes a third of a second to load: a start that writes nothing needs it later. */
async function hasData(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT WHERE EXISTS (SELECT FROM author) OR EXISTS (SELECT FROM post) OR EXISTS (SELECT FROM tag)',
  );
  return rowCount === 1;
}

async function perform(services: Services, { step, written }: { step: DemoStep; written: Written }): Promise<void> {
  const { post, at } = step;
  const sessionOf = (by: DemoComment['by']) => createDemoSession(services, { by, at });

  switch (step.kind) {
    case 'publish': {
      const { id } = await createPost(sessionOf(post.by), toPostInput(post));
      written.set(post.slug, encodeGlobalId('Post', id));
      return;
    }
    case 'close':
      await updatePost(sessionOf(post.by), { postId: find(written, post), commentsOpen: false });
      return;
    case 'comment': {
      const { by, to, subject, body } = step.comment;
      const { id } = await createPublicComment(sessionOf(by), {
        postId: find(written, post),
        parentId: to === undefined ? null : find(written, post, to),
        subject: subject ?? null,
        body,
        guestName: typeof by === 'string' ? null : by.guest,
      });
      written.set(`${post.slug} ${step.comment.number}`, encodeGlobalId('Comment', id));
      return;
    }
    case 'react': {
      const { by, kind, number } = step.reaction;
      // The site may have other kinds.
      if (!services.config.reactions.includes(kind)) return;
      await react(sessionOf(by), { commentId: find(written, post, number), kind, on: true });
      return;
    }
    case 'act':
      await act(services, { ...step, written });
      return;
    case 'edit':
      await editComment(sessionOf(step.comment.by), {
        commentId: find(written, post, step.comment.number),
        body: step.comment.editedTo ?? null,
      });
      return;
    case 'withdraw':
      await deleteComment(sessionOf(step.comment.by), { commentId: find(written, post, step.comment.number) });
  }
}

interface Act {
  readonly action: DemoAction;
  readonly post: DemoPost;
  readonly at: Date;
  readonly written: Written;
}

async function act(services: Services, { action, post, at, written }: Act): Promise<void> {
  const session = createDemoSession(services, { by: action.by, at });
  switch (action.kind) {
    case 'hold': {
      const { by, rule, to, body } = action;
      const held = await createComment(createDemoSession(services, { by, at, premoderate: [rule] }), {
        postId: find(written, post),
        parentId: find(written, post, to),
        guestName: typeof by === 'string' ? null : by.guest,
        body,
      });
      if ('comment' in held) throw new Error(`Expected a comment to be held by the rule ${rule}.`);
      return;
    }
    case 'flag': {
      const { number, reason, note } = action;
      await flagComment(session, { commentId: find(written, post, number), reason, note });
      return;
    }
    case 'moderate': {
      const { number, action: decided, reason } = action;
      await moderateComment(session, { commentId: find(written, post, number), action: decided, reason });
      return;
    }
    case 'pin':
      await pinComment(session, { commentId: find(written, post, action.number), as: action.as, on: true });
  }
}

function toPostInput({ slug, title, kicker, body, topics, companies }: DemoPost) {
  const tags = [
    ...topics.map((label) => ({ label, kind: 'TOPIC' as const })),
    ...companies.map((label) => ({ label, kind: 'COMPANY' as const })),
  ];
  return { slug, title, kicker, body, tags, publish: true };
}

function find(written: Written, { slug }: DemoPost, number?: number): string {
  const id = written.get(number === undefined ? slug : `${slug} ${number}`);
  if (id === undefined) throw new Error(`Expected "${slug}" ${number ?? ''} to be written before it is used.`);
  return id;
}
