// An import that ends before its end, while people write here: what is there is right, and nothing keeps them from writing.
import { expect, test } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { givePositions } from '../../src/data/log/log-positions.ts';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import type { ArchiveImportOptions } from '../../src/import/colloquy/import-archive.ts';
import { decodeGlobalId } from '../../src/relay/global-id.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { anArchive, importText } from '../harness/archive.ts';
import type { Line } from '../harness/archive.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { aRandomLife } from '../harness/random-life.ts';

const toText = (lines: readonly Line[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const BODIES = ['One.', 'Two.', 'Three.', 'Four.'];

/** Imports an archive, and stops after so many of its characters. */
async function importPart(here: Database, { text, length }: { text: string; length: number }) {
  const control = new AbortController();
  let left = length;
  const onProgress: ArchiveImportOptions['onProgress'] = ({ phase, bytes }) => {
    if (phase === 'import' && (left -= bytes) < 0) control.abort();
  };
  expect(await importText(here, text, { signal: control.signal, onProgress })).toMatchObject({ isComplete: false });
}

/** A discussion, and an archive of it. */
async function aDiscussion() {
  const there = await openTestDatabase();
  const api = openTestApi(there);
  const { id: postId } = await aPost(api);
  for (const body of BODIES) await aComment(api, { postId, body });
  await givePositions(there.pool);
  return { there, api, postId, ...(await anArchive(there)) };
}

async function readRows({ pool }: Database, postId: string) {
  const values = [decodeGlobalId(postId)?.id];
  const ofPost = async (text: string) => (await pool.query({ text, values, rowMode: 'array' })).rows;
  return {
    comments: await ofPost('SELECT number, body FROM comment WHERE post_id = $1 ORDER BY number'),
    events: (await ofPost('SELECT seq FROM event WHERE post_id = $1 ORDER BY seq')).flat(),
  };
}

test.each([
  ['before a comment', 'comment'],
  ['before the log', 'event'],
  ['in the log', 'site'],
])('where it stops %s, people write on, and all comments are there when it is sent again', async (_where, type) => {
  const { postId, lines, text } = await aDiscussion();
  const here = await openTestDatabase();
  const api = openTestApi(here);
  const at = lines.findIndex((line) => line.type === type) + (type === 'event' ? 0 : type === 'comment' ? 2 : -1);

  await importText(here, toText(lines.slice(0, at)));
  const stopped = await findDifferences(here.pool);
  await aComment(api, { postId, body: 'Of here.' });
  await givePositions(here.pool);
  const written = await findDifferences(here.pool);
  const { counts } = await importText(here, text);
  await givePositions(here.pool);

  const { comments } = await readRows(here, postId);
  expect(stopped).toEqual([]);
  expect(written).toEqual([]);
  expect(counts['comment']).toMatchObject({ read: 4, skipped: 0 });
  expect(comments.map(([, body]) => String(body)).sort()).toEqual([...BODIES, 'Of here.'].sort());
  expect(comments.map(([number]) => Number(number))).toEqual([1, 2, 3, 4, 5]);
  expect(await findDifferences(here.pool)).toEqual([]);
});

test('a whole random life that is stopped anywhere counts right, and is the same when it was sent again', async () => {
  const there = await openTestDatabase();
  const life = aRandomLife(openTestApi(there, { hasGuestReactions: true }), there, 5);
  for (let step = 0; step < 120; step += 1) await life.step();
  await givePositions(there.pool);
  const { text, records } = await anArchive(there);
  const here = await openTestDatabase();

  // The queue comes last, and a lock waits for its comment.
  const isKnown = ({ counter }: { counter: string }) =>
    /^(moderation_log|queue_item|held_comment|flag|discussion.locked)/.test(counter);
  for (const part of [0.3, 0.5, 0.7, 0.9]) {
    await importPart(here, { text, length: text.length * part });
    expect((await findDifferences(here.pool)).filter((one) => !isKnown(one))).toEqual([]);
  }
  await importText(here, text);

  expect((await anArchive(here)).records).toBe(records);
  expect(await findDifferences(here.pool)).toEqual([]);
});

test('a discussion that goes over many pieces is counted with each of them', async () => {
  const { postId, lines } = await aDiscussion();
  const [comment] = lines.filter(({ type }) => type === 'comment');
  const others = Array.from({ length: 2_500 }, (_, at) => {
    const id = `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`;
    return { ...comment, type: 'comment', id, number: 5 + at, path: [5 + at] };
  });
  const event = lines.findIndex(({ type }) => type === 'event');
  const text = toText([...lines.slice(0, event), ...others, ...lines.slice(event)]);
  const here = await openTestDatabase();

  await importPart(here, { text, length: text.indexOf('"number":2300,') });

  const count = 'SELECT comment_count, top_level_places, last_number FROM discussion WHERE post_id = $1';
  const { rows } = await here.pool.query(count, [decodeGlobalId(postId)?.id]);
  expect(rows).toEqual([{ comment_count: 2_000, top_level_places: 2_000, last_number: 2_000 }]);
});

test('an archive that says less of the ends of its logs than it has lets people write on', async () => {
  const { postId, lines } = await aDiscussion();
  const here = await openTestDatabase();
  const spoilt = lines.map((line) => {
    if (line.type === 'discussion') return { ...line, seq: 0, lastNumber: 0 };
    return line.type === 'site' ? { ...line, lastPosition: 0 } : line;
  });

  await importText(here, toText(spoilt));
  await aComment(openTestApi(here), { postId, body: 'Of here.' });
  await givePositions(here.pool);

  expect(await findDifferences(here.pool)).toEqual([]);
  expect((await readRows(here, postId)).comments.at(-1)).toEqual([5, 'Of here.']);
});

test('a later archive leaves the places of events in the log of all posts, also after something was written here', async () => {
  const { there, api, postId, text } = await aDiscussion();
  const here = await openTestDatabase();
  const apiHere = openTestApi(here);
  const positions = async () =>
    (await here.pool.query({ text: 'SELECT position FROM event ORDER BY position', rowMode: 'array' })).rows.flat();
  await importText(here, text);
  await aPost(apiHere);
  await givePositions(here.pool);
  const before = await positions();
  await aComment(api, { postId, body: 'Five.' }, anAccount('ann'));
  await givePositions(there.pool);

  const { counts } = await importText(here, (await anArchive(there)).text);
  await givePositions(here.pool);

  expect(counts['event']).toMatchObject({ added: 1, changed: 0, kept: 0, skipped: 0 });
  expect(await positions()).toEqual([...before, before.length + 1].map(String));
  expect(await findDifferences(here.pool)).toEqual([]);
});
