// The cases as PostGraphile's schema has them: aliases give most of the answer the common form, and the rest is moved here.
import { readFileSync } from 'node:fs';
import type { Case, CaseName } from '../cases.ts';
import type { Variables } from './limit-statements.ts';

interface Own {
  readonly document: string;
  readonly toCommonForm?: (data: never) => unknown;
}

const CREATE_COMMENT: Own = { document: 'create-comment', toCommonForm: commonPayload };
const NESTED_THREAD: Own = { document: 'nested-thread', toCommonForm: commonThread };

const OWN: Readonly<Record<CaseName, Own>> = {
  tiny: { document: 'tiny' },
  'front-page': { document: 'front-page', toCommonForm: commonFrontPage },
  'nested-thread': NESTED_THREAD,
  'nested-thread-largest': NESTED_THREAD,
  'flat-page': { document: 'flat-page' },
  'create-comment': CREATE_COMMENT,
  'create-comment-hot': CREATE_COMMENT,
};

export function askPostgraphile(one: Case): Case {
  const { document, ...rest } = OWN[one.name];
  const path = `../others/postgraphile/documents/${document}.graphql`;
  const query = readFileSync(new URL(path, import.meta.url), 'utf8');
  return { ...one, ...rest, query, variables: one.variables.map(ownVariables) };
}

function ownVariables({ post, input, ...same }: Variables): object {
  if (post !== undefined) return { ...same, slug: post.slug };
  if (input === undefined) return same;
  // PostGraphile returns a `clientMutationId` itself, and does not pass it to the function.
  const { clientMutationId: mutationId, ...rest } = input;
  return { input: { ...rest, mutationId } };
}

interface FrontPage {
  readonly posts: { readonly nodes: readonly PostNode[] };
}

interface PostNode {
  readonly tags: { readonly nodes: readonly { readonly tag: unknown }[] };
  readonly discussion: { readonly commentCount: number };
}

function commonFrontPage({ posts }: FrontPage): unknown {
  const nodes = posts.nodes.map(({ tags, discussion: { commentCount }, ...post }) => {
    return { ...post, tags: tags.nodes.map(({ tag }) => tag), commentCount };
  });
  return { posts: { ...posts, nodes } };
}

interface Thread {
  readonly post: { readonly discussion: { readonly topLevelPlaces: number }; readonly replies: object };
}

function commonThread({ post: { discussion, replies, ...post } }: Thread): unknown {
  return { post: { ...post, replies: { ...replies, totalCount: discussion.topLevelPlaces } } };
}

interface Created {
  readonly createComment: {
    readonly comment: { readonly clientMutationId: string; readonly number: number };
  };
}

function commonPayload({ createComment }: Created): unknown {
  const { clientMutationId, ...comment } = createComment.comment;
  return { createComment: { ...createComment, clientMutationId, cursor: String(comment.number), comment } };
}
