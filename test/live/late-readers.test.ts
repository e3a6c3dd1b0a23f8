import { expect, onTestFinished, test } from 'vitest';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { createMemoryDoorbell } from '../../src/live/doorbell/memory-doorbell.ts';
import { DeleteCommentDocument, EditCommentDocument, UpdatePostDocument } from '../../src/sdk/generated/operations.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, AN_AUTHOR, aPost } from '../harness/fixtures.ts';

// One subscriber has an event, something changes, and another subscriber that asks the same comes for the event at once.
// The change is another instance's, whose ring never arrives: what the second subscriber gets is owed to no ring.

const NEVER = 1_000_000; // milliseconds

const database = await openTestDatabase();
const writer = openTestApi(database, {}, { doorbell: createMemoryDoorbell() });
const follower = openTestApi(database, {}, { doorbell: createMemoryDoorbell(), pollEvery: NEVER });

const EVENT = `commentCount node {
  id status subject body bodyHtml editedAt replyCount descendantCount
  author { displayName ... on Author { comments(first: 5) { totalCount nodes { body } } } }
  parent { body replyCount } ancestors { body } replies(first: 5) { nodes { body } }
  post { title kicker commentCount commentsOpen tags { label } author { displayName } }
}`;

const SUBSCRIPTIONS = {
  commentAdded: `subscription ($id: ID!, $log: String) { told: commentAdded(postId: $id, after: $log) { ${EVENT} } }`,
  discussionEvents: `subscription ($id: ID!, $log: String) {
    told: discussionEvents(postId: $id, after: $log) { ... on CommentAddedEvent { ${EVENT} } }
  }`,
  newComments: `subscription ($site: String) { told: newComments(after: $site) { ${EVENT} } }`,
};

const PLACE = 'query ($id: ID!) { post(by: { id: $id }) { cursor } siteCursor }';

/** A reply of an account to a comment of another, and the places in front of both. */
async function aReply() {
  const { id } = await aPost(writer, { tags: [{ label: 'Trams' }] });
  const place = await writer.data<{ post: { cursor: string }; siteCursor: string }, object>([PLACE, { id }]);
  const { comment: parent } = await aComment(writer, { postId: id, body: 'The parent.' }, AN_AUTHOR);
  const by = named(id, 'Ada');
  const { comment: reply } = await aComment(writer, { postId: id, parentId: parent.id, body: 'The reply.' }, by);
  await givePositions(database.pool);
  return { id, parentId: parent.id, replyId: reply.id, by, log: place.post.cursor, site: place.siteCursor };
}

type Reply = Awaited<ReturnType<typeof aReply>>;

function named(subject: string, name: string): Identity {
  const { account, voiceHash } = anAccount(subject);
  return { account: account && { ...account, name }, voiceHash };
}

/** What a subscriber is told of the reply's addition, as JSON. It stays until the test ends. */
async function hear(query: string, { id, log, site, replyId }: Reply): Promise<string> {
  const variables = query.includes('$site') ? { site } : { id, log };
  const stream = await follower.follow<{ told: { node?: { id: string } } }, object>([query, variables]);
  onTestFinished(async () => void (await stream.return?.()));
  for (;;) {
    const { value, done } = await stream.next();
    if (done === true) throw new Error('The stream ended before the reply.');
    if (value.told.node?.id === replyId) return JSON.stringify(value.told);
  }
}

const rename = async ({ id }: Reply) => await writer.data(['{ viewer { id } }', {}, named(id, 'Grace')]);
const updatePost = async (postId: string, input: object) =>
  await writer.data([UpdatePostDocument, { input: { postId, ...input } }, AN_AUTHOR]);

const CHANGES: Record<string, (reply: Reply) => Promise<unknown>> = {
  'is withdrawn': async ({ replyId, by }) =>
    await writer.data([DeleteCommentDocument, { input: { commentId: replyId } }, by]),
  'is edited': async ({ replyId, by }) =>
    await writer.data([EditCommentDocument, { input: { commentId: replyId, body: 'Another text.' } }, by]),
  'has a reply': async ({ id, replyId }) => await aComment(writer, { postId: id, parentId: replyId, body: 'Below.' }),
  'has a parent that is withdrawn': async ({ parentId }) =>
    await writer.data([DeleteCommentDocument, { input: { commentId: parentId } }, AN_AUTHOR]),
  'has a post with another title and other tags': async ({ id }) =>
    await updatePost(id, { title: 'Another title', tags: [{ label: 'Buses' }] }),
  'has a post that is closed': async ({ id }) => await updatePost(id, { commentsOpen: false }),
  // Neither of these writes to the log of the post.
  'has an author with another name': rename,
  'has an author who writes under another post': async ({ by }) =>
    await aComment(writer, { postId: (await aPost(writer)).id, body: 'Elsewhere.' }, by),
};

const CASES = Object.entries(SUBSCRIPTIONS).flatMap(([name, query]) =>
  Object.entries(CHANGES).map(([what, change]) => ({ name, query, what, change })),
);

test.each(CASES)('$name tells who comes after a comment $what of the comment as it is', async ({ query, change }) => {
  const reply = await aReply();
  const before = await hear(query, reply);

  await change(reply);
  const after = await hear(query, reply);

  expect(after).not.toBe(before);
  // Nobody has asked this before, so it is read anew.
  expect(after).toBe(await hear(`${query} # again`, reply));
});
