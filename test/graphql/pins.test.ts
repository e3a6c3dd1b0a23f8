import { expect, test } from 'vitest';
import { DeleteCommentDocument } from '../../src/sdk/generated/operations.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, AN_AUTHOR, aPost } from '../harness/fixtures.ts';

const api = openTestApi(await openTestDatabase());
const moderator = anAccount('mo', 'MODERATOR');

const PIN = /* GraphQL */ `
  mutation ($input: PinCommentInput!) {
    pinComment(input: $input) {
      __typename
      ... on PinCommentPayload {
        post {
          firstWord {
            number
          }
          lastWord {
            number
          }
        }
      }
      ... on Error {
        code
      }
    }
  }
`;
const PAGE = 'query ($id: ID!) { post(by: { id: $id }) { cursor firstWord { number body } lastWord { number } } }';
const EVENTS = /* GraphQL */ `
  subscription ($postId: ID!) {
    discussionEvents(postId: $postId) {
      __typename
      ... on PinsChangedEvent {
        post {
          firstWord {
            number
          }
        }
      }
    }
  }
`;

interface Word {
  readonly number: number;
}

interface Pinned {
  readonly cursor?: string;
  readonly firstWord: Word | null;
  readonly lastWord: Word | null;
}

interface PinAnswer {
  readonly __typename: string;
  readonly post?: Pinned;
}

async function pin(
  input: { readonly commentId: string; readonly as?: string; readonly on?: boolean },
  identity: Identity | undefined = moderator,
): Promise<PinAnswer> {
  const { pinComment } = await api.data<{ pinComment: PinAnswer }, object>([
    PIN,
    { input: { as: 'FIRST_WORD', on: true, ...input } },
    identity,
  ]);
  return pinComment;
}

async function pinsOf(postId: string): Promise<Pinned> {
  const { post } = await api.data<{ post: Pinned }, object>([PAGE, { id: postId }]);
  return post;
}

async function aThread() {
  const { id: postId } = await aPost(api);
  const one = await aComment(api, { postId });
  const two = await aComment(api, { postId });
  return { postId, first: one.comment.id, second: two.comment.id };
}

test('a moderator pins a first and a last word, in place of those that were, and takes them away', async () => {
  const { postId, first, second } = await aThread();
  expect(await pinsOf(postId)).toMatchObject({ firstWord: null, lastWord: null });

  expect(await pin({ commentId: first })).toEqual({
    __typename: 'PinCommentPayload',
    post: { firstWord: { number: 1 }, lastWord: null },
  });
  await pin({ commentId: first, as: 'LAST_WORD' });
  await pin({ commentId: second });
  expect(await pinsOf(postId)).toMatchObject({ firstWord: { number: 2 }, lastWord: { number: 1 } });

  // What the first word is no longer cannot be taken away.
  await pin({ commentId: first, on: false });
  await pin({ commentId: first, as: 'LAST_WORD', on: false });
  expect(await pinsOf(postId)).toMatchObject({ firstWord: { number: 2 }, lastWord: null });
});

test('a pin is an event of the log, and pinning again is none', async () => {
  const { postId, first } = await aThread();
  const events = await api.follow<{ discussionEvents: object }, object>([EVENTS, { postId }]);
  await events.next();

  await pin({ commentId: first });
  const { cursor } = await pinsOf(postId);
  await pin({ commentId: first });

  expect((await events.next()).value).toEqual({
    discussionEvents: { __typename: 'PinsChangedEvent', post: { firstWord: { number: 1 } } },
  });
  expect((await pinsOf(postId)).cursor).toBe(cursor);
  await events.return?.();
});

test('a pinned comment that is withdrawn is no word any more, and cannot be pinned; kept answers know', async () => {
  const { postId, first } = await aThread();
  await pin({ commentId: first });
  for (let time = 1; time <= 3; time += 1) expect((await pinsOf(postId)).firstWord).toMatchObject({ number: 1 });

  await api.data([DeleteCommentDocument, { input: { commentId: first } }, moderator]);

  expect((await pinsOf(postId)).firstWord).toBeNull();
  expect(await pin({ commentId: first, as: 'LAST_WORD' })).toMatchObject({ __typename: 'NotFoundError' });
  expect(await pin({ commentId: first, on: false })).toMatchObject({ __typename: 'PinCommentPayload' });
});

test.each<[string, Identity | undefined]>([
  ['nobody', { account: null, voiceHash: null }],
  ['a reader', anAccount('ada')],
  ['the author of the post', AN_AUTHOR],
])('%s may not pin', async (_who, identity) => {
  const { first } = await aThread();

  expect(await pin({ commentId: first }, identity)).toMatchObject({ __typename: 'ForbiddenError', code: 'FORBIDDEN' });
});

test.each(['', 'garbage'])('the comment %j is not found', async (commentId) => {
  expect(await pin({ commentId })).toMatchObject({ __typename: 'NotFoundError' });
});
