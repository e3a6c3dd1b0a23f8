// What a file may say and cannot be costs its line alone.
import { expect, test } from 'vitest';
import { decodeGlobalId } from '../../src/relay/global-id.ts';
import { openTestApi } from '../harness/api.ts';
import { anArchive, importText } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';

const [there, here] = [await openTestDatabase(), await openTestDatabase()];
const api = openTestApi(there);

test('an end of the queue and a count of reactions beyond measure are skipped, and the rest comes', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId });
  const { lines } = await anArchive(there);
  const count = { type: 'reactionCount', commentId: comment.id, kind: 'like', imported: 2_147_483_647 };
  const spoilt = lines.flatMap((line) => {
    if (line.type === 'site') return [{ ...line, moderationSeq: 2_147_483_648 }];
    return line.type === 'event' && line['seq'] === 1 ? [count, line] : [line];
  });

  const { counts, tally } = await importText(here, spoilt.map((line) => `${JSON.stringify(line)}\n`).join(''));

  expect(counts).toMatchObject({ comment: { added: 1 }, reactionCount: { skipped: 1 } });
  expect([...tally.reasons.keys()]).toContain('skipped: site: of another shape');
});

test('a reply on another path than its parent’s, and a kind of reactions that nobody can have, are skipped', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId });
  await aComment(api, { postId, parentId: comment.id });
  const { lines } = await anArchive(there);
  const commentId = decodeGlobalId(comment.id)?.id;
  const spoilt = lines.flatMap((line) => {
    if (line['parentId'] === commentId) return [{ ...line, path: [77, line['number']] }];
    const count = { type: 'reactionCount', commentId, kind: 'Like!', imported: 1 };
    return line.type === 'event' && line['seq'] === 1 ? [count, line] : [line];
  });

  const { tally } = await importText(
    await openTestDatabase(),
    spoilt.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );

  expect([...tally.reasons.keys()]).toEqual(
    expect.arrayContaining([
      'skipped: comment: its path is not that of its parent',
      'skipped: reactionCount: kind: expected a kind of reactions',
    ]),
  );
});

test('a comment whose place contradicts itself, and the deletion of a row that cannot be, are told with their lines', async () => {
  const { id: postId } = await aPost(api);
  const { comment } = await aComment(api, { postId });
  await aComment(api, { postId, parentId: comment.id });
  const { lines } = await anArchive(there);
  const [first, reply] = lines.filter(
    (line) => line.type === 'comment' && line['postId'] === decodeGlobalId(postId)?.id,
  );
  const wrong = [
    { ...reply, parentId: reply?.['id'] },
    { ...first, path: [7] },
    { ...reply, parentId: null },
    { type: 'deletion', of: 'reaction', key: ['no id'] },
  ];

  for (const line of wrong) {
    const [header = {}, ...rest] = lines.filter((other) => !('id' in line) || other['id'] !== line.id);
    const { tally } = await importText(
      await openTestDatabase(),
      [header, line, ...rest].map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
    expect([...tally.reasons.keys()]).toContainEqual(
      expect.stringMatching(/^skipped: (comment: (a reply to itself|its path .*)|deletion: of a row that cannot be)$/),
    );
  }
});
