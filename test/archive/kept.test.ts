// What was done here, or there, stays done when an archive comes again.
import { expect, test } from 'vitest';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { formatArchiveReport } from '../../src/import/colloquy/format-archive-report.ts';
import { decodeGlobalId } from '../../src/relay/global-id.ts';
import { EditCommentDocument, ReactDocument } from '../../src/sdk/generated/operations.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { anArchive, importText } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';

const ANN = anAccount('ann');
const settings = { sites: ['https://pages.example'] };

async function openBoth() {
  const [there, here] = [await openTestDatabase(), await openTestDatabase()];
  return { there, here, apiThere: openTestApi(there, settings), apiHere: openTestApi(here, settings) };
}

test('a reaction that was taken back here, an old text that was erased and a tag that was taken off stay away', async () => {
  const { there, here, apiThere, apiHere } = await openBoth();
  const { id: postId } = await aPost(apiThere, { tags: [{ label: 'Ferry' }, { label: 'Quay' }] });
  const { comment } = await aComment(apiThere, { postId, body: 'One.' }, ANN);
  const react = (on: boolean) => [ReactDocument, { input: { commentId: comment.id, kind: 'insightful', on } }] as const;
  await apiThere.data([EditCommentDocument, { input: { commentId: comment.id, body: 'Two.' } }, ANN]);
  await apiThere.data([...react(true), ANN]);
  await importText(here, (await anArchive(there)).text);

  await apiHere.data([...react(false), ANN]);
  await here.pool.query('DELETE FROM comment_version');
  await here.pool.query(`DELETE FROM post_tag WHERE tag_id = (SELECT id FROM tag WHERE slug = 'ferry')`);
  const { counts } = await importText(here, (await anArchive(there)).text);

  const kept = { added: 0, kept: 1 };
  expect(counts).toMatchObject({ reaction: kept, commentVersion: kept, postTag: kept });
  const { rows } = await here.pool.query({
    text: `SELECT (SELECT count(*)::int FROM reaction), (SELECT count(*)::int FROM comment_version),
      (SELECT count(*)::int FROM post_tag)`,
    rowMode: 'array',
  });
  expect(rows).toEqual([[0, 0, 1]]);
  expect(await findDifferences(here.pool)).toEqual([]);
});

test('a page that moves there to the address of another one here keeps its comments and gets its new ones', async () => {
  const { there, here, apiThere, apiHere } = await openBoth();
  const open = async (api: typeof apiHere, path: string) => {
    const text = `mutation { openDiscussion(input: { url: "https://pages.example/${path}", title: "A page" }) {
      ... on OpenDiscussionPayload { post { id } } } }`;
    const { openDiscussion } = await api.data<{ openDiscussion: { post: { id: string } } }, object>([text]);
    return openDiscussion.post.id;
  };
  const postId = await open(apiThere, 'a');
  const { comment } = await aComment(apiThere, { postId, body: 'First.' });
  const { text, cursor } = await anArchive(there);
  await importText(here, text);
  await open(apiHere, 'b');
  await there.pool.query(
    `UPDATE post SET page_url = 'https://pages.example/b', page_key = replace(page_key, '/a', '/b')`,
  );
  await aComment(apiThere, { postId, parentId: comment.id, body: 'A reply.' });

  const { counts, tally } = await importText(here, (await anArchive(there, cursor)).text);

  const { rows } = await here.pool.query('SELECT body FROM comment WHERE post_id = $1 ORDER BY number', [
    decodeGlobalId(postId)?.id,
  ]);
  expect(rows).toEqual([{ body: 'First.' }, { body: 'A reply.' }]);
  expect(counts).toMatchObject({ post: { skipped: 1 }, comment: { added: 1, skipped: 0 }, event: { skipped: 0 } });
  expect([...tally.reasons.keys()]).toContainEqual(expect.stringContaining('another’s here (post_page_key_key)'));
});

test('a whole archive that was repaired brings what was skipped', async () => {
  const { there, here, apiThere } = await openBoth();
  const { id: postId } = await aPost(apiThere);
  await aComment(apiThere, { postId, body: 'One.' });
  const { text, records } = await anArchive(there);
  const broken = await importText(here, text.replace('"status":"PUBLISHED"', '"status":"published"'));

  const repaired = await importText(here, text);

  expect(broken.counts['comment']).toMatchObject({ added: 0, skipped: 1 });
  expect(repaired).toMatchObject({ isOld: false, counts: { comment: { added: 1, skipped: 0 } } });
  expect((await anArchive(here)).records).toBe(records);
});

test('all that is read is accounted for: events of a discussion that goes on here are left out, and a faulty line is read', async () => {
  const { there, here, apiThere, apiHere } = await openBoth();
  const { id: postId } = await aPost(apiThere);
  for (const body of ['One.', 'Two.']) await aComment(apiThere, { postId, body });
  await importText(here, (await anArchive(there)).text);
  await aComment(apiHere, { postId, body: 'Of here.' });
  await aComment(apiThere, { postId, body: 'Three.' });
  const { text } = await anArchive(there);

  const report = await importText(here, text.replace('"body":"Two."', '"body":2'));

  expect(report.counts).toMatchObject({
    comment: { read: 3, added: 1, skipped: 1, leftOut: 0 },
    event: { read: 4, added: 0, skipped: 0, leftOut: 4 },
  });
  const table = formatArchiveReport(report);
  expect(table).toMatch(/^ +read +added +changed +kept +deleted +skipped +left out +the same$/m);
  expect(table).toMatch(/^comment +3 +1 +0 +0 +0 +1 +0 +1$/m);
  expect(table).toContain('4  event: left out: its discussion goes on here');
});
