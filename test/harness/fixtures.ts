import { randomUUID } from 'node:crypto';
import {
  CreateCommentDocument,
  CreatePostDocument,
  type CreateCommentInput,
  type CreateCommentMutation,
  type CreatePostInput,
  type CreatePostMutation,
} from '../../src/sdk/generated/operations.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount } from './api.ts';
import type { TestApi } from './api.ts';

export type WrittenPost = Extract<
  NonNullable<CreatePostMutation['createPost']>,
  { __typename: 'CreatePostPayload' }
>['post'];
export type CommentPayload = Extract<
  NonNullable<CreateCommentMutation['createComment']>,
  { __typename: 'CreateCommentPayload' }
>;

/** An account that may publish. */
export const AN_AUTHOR = anAccount('an-author', 'AUTHOR');

/** A published post of {@link AN_AUTHOR}. */
export async function aPost(api: TestApi, input: Partial<CreatePostInput> = {}): Promise<WrittenPost> {
  const whole = { title: `Post ${randomUUID()}`, body: 'Some text.', publish: true, ...input };
  const { createPost } = await api.data([CreatePostDocument, { input: whole }, AN_AUTHOR]);
  if (createPost?.__typename !== 'CreatePostPayload') throw new Error(JSON.stringify(createPost));
  return createPost.post;
}

/** A comment, by default of a guest without a voice. Fails when it is refused. */
export async function aComment(
  api: TestApi,
  input: Partial<CreateCommentInput> & { postId: string },
  identity?: Identity,
): Promise<CommentPayload> {
  const answer = await tryComment(api, input, identity);
  if (answer.__typename !== 'CreateCommentPayload') throw new Error(JSON.stringify(answer));
  return answer;
}

/** The result of createComment. */
export async function tryComment(
  api: TestApi,
  input: Partial<CreateCommentInput> & { postId: string },
  identity?: Identity,
): Promise<NonNullable<CreateCommentMutation['createComment']>> {
  const { createComment } = await api.data([
    CreateCommentDocument,
    { input: { body: 'A remark.', ...input } },
    identity,
  ]);
  if (createComment === null) throw new Error('There was no answer.');
  return createComment;
}

/** A reader; each number is another account. */
export function anAccountOf(number: number): Identity {
  return anAccount(`reader-${number}`);
}
