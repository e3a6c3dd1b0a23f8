import { readFileSync } from 'node:fs';
import type { Subjects } from './subjects.ts';

/** The cases by name. Those that write run on a copy of the data set, one for each contestant. */
export const CASES = [
  'tiny',
  'front-page',
  'nested-thread',
  'nested-thread-largest',
  'flat-page',
  'create-comment',
] as const;

/** Cases that run only when they are named. */
export const CASES_ON_DEMAND = ['create-comment-hot'] as const;

export type CaseName = (typeof CASES)[number] | (typeof CASES_ON_DEMAND)[number];

/** An operation with the variables of its requests, which are sent in turn. */
export interface Case {
  readonly name: CaseName;
  readonly operationName: string;
  readonly query: string;
  /** What every answer has near its beginning. */
  readonly mark: string;
  readonly writes: boolean;
  readonly variables: readonly object[];
  /** Brings the data of an answer into the form of the others, to compare them. It is not part of what is timed. */
  readonly toCommonForm?: (data: never) => unknown;
}

/** How a contestant writes the id of a row. */
export type EncodeId = (type: 'Post' | 'Comment', id: string) => string;

/** Stands in a request for 16 digits, which differ in each request that is sent. */
export const COUNTER = '################';

const REMARK = `A plain remark of the length that most have, which takes up what the comment above it says and
adds a thought of its own, without any markup`.replace(/\s+/g, ' ');

export function makeCase(name: CaseName, { subjects, encodeId }: { subjects: Subjects; encodeId: EncodeId }): Case {
  switch (name) {
    case 'tiny':
      return tiny(subjects.anyPosts);
    case 'front-page':
      return read(name, { document: 'front-page', mark: '"nodes"', variables: [{ first: 20 }] });
    case 'nested-thread':
      return nested(name, subjects.middlePosts);
    case 'nested-thread-largest':
      return nested(name, [subjects.largestPost]);
    case 'flat-page': {
      const variables = subjects.longPosts.map((slug) => ({ slug, last: 100 }));
      return read(name, { document: 'flat-page', mark: '"nodes"', variables });
    }
    case 'create-comment':
      return write(name, { parents: subjects.parents, encodeId });
    case 'create-comment-hot':
      return write(name, { parents: subjects.parents.slice(0, 1), encodeId });
  }
}

/** What a server is asked until it answers. */
export function makeFirstCase(): Case {
  return tiny(['post-0']);
}

function tiny(slugs: readonly string[]): Case {
  return read('tiny', { document: 'tiny', mark: '"title"', variables: slugs.map((slug) => ({ slug })) });
}

interface Read {
  readonly document: string;
  readonly mark: string;
  readonly variables: readonly object[];
}

function read(name: CaseName, { document, mark, variables }: Read): Case {
  const query = readDocument(`documents/${document}.graphql`);
  return { name, operationName: nameOfOperation(query), query, mark, writes: false, variables };
}

function nested(name: CaseName, slugs: readonly string[]): Case {
  const query = readDocument('../../contract/04-nested-thread.graphql');
  const variables = slugs.map((slug) => ({ post: { slug } }));
  return { name, operationName: 'NestedThread', query, mark: '"replies"', writes: false, variables };
}

/** With a post for each of the requests that are sent at once, or one post for all. */
function write(name: CaseName, { parents, encodeId }: { parents: Subjects['parents']; encodeId: EncodeId }): Case {
  const query = readDocument('../../contract/06-create-comment.graphql');
  const variables = parents.map(({ postId, commentId }) => ({
    input: {
      postId: encodeId('Post', postId),
      parentId: encodeId('Comment', commentId),
      body: `${REMARK}, ${COUNTER}.`,
      clientMutationId: `${name}-${COUNTER}`,
    },
  }));
  return { name, operationName: 'CreateComment', query, mark: '"CreateCommentPayload"', writes: true, variables };
}

function readDocument(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

function nameOfOperation(query: string): string {
  return /query (\w+)/.exec(query)?.[1] ?? '';
}
