// What other software takes: it is well-formed, and comes back as it left.
import { readFileSync } from 'node:fs';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { createAddresses } from '../../src/config/addresses.ts';
import type { Addresses } from '../../src/config/addresses.ts';
import type { Database } from '../../src/data/database/database.ts';
import { exportDisqus } from '../../src/export/export-disqus.ts';
import { exportWordPress } from '../../src/export/export-wordpress.ts';
import { prepareDisqus } from '../../src/import/disqus/prepare-disqus.ts';
import { prepareWordPress } from '../../src/import/wordpress/prepare-wordpress.ts';
import { anAccount, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { aRandomLife } from '../harness/random-life.ts';
import { aFile, runImport } from '../import/harness.ts';

const SITE = 'https://talk.example';
const SEED = Number(process.env['LEAVE_SEED'] ?? Math.floor(Math.random() * 1_000_000));

let leftOut = 0;
function writeWordPress(pool: Database['pool'], given: { readonly addresses: Addresses }): AsyncGenerator<string> {
  return exportWordPress(pool, { ...given, onLeftOut: (discussions) => (leftOut = discussions) });
}

const FORMS = {
  wordpress: { write: writeWordPress, prepare: prepareWordPress, sample: 'test/import/fixtures/harbour-gazette.xml' },
  disqus: { write: exportDisqus, prepare: prepareDisqus, sample: 'test/import/fixtures/harbour-disqus.xml' },
};

async function exported({ pool }: Database, form: keyof typeof FORMS, postUrl: string | null = null): Promise<string> {
  const addresses = createAddresses({ service: () => SITE, postUrl });
  let text = '';
  for await (const part of FORMS[form].write(pool, { addresses })) text += part;
  new SaxesParser({ xmlns: true }).write(text).close();
  return text;
}

for (const form of ['wordpress', 'disqus'] as const) {
  const [theirs, ours, lived, copy] = [
    await openTestDatabase(),
    await openTestDatabase(),
    await openTestDatabase(),
    await openTestDatabase(),
  ];
  const { prepare, sample } = FORMS[form];

  test(`a file of ${form} comes in, leaves, comes in again and leaves as the same`, async () => {
    await runImport(theirs, { file: await aFile(readFileSync(sample)), prepare });
    const first = await exported(theirs, form);

    const { isFaulty } = await runImport(ours, { file: await aFile(first), prepare });

    expect(isFaulty).toBe(false);
    expect(await exported(ours, form)).toBe(first);
  });

  test(`a random discussion leaves as ${form} and comes back (seed ${SEED})`, { timeout: 120_000 }, async () => {
    const api = openTestApi(lived, { sites: ['https://pages.example'] });
    // A life may have most of its comments under pages elsewhere, of which WordPress has none.
    const { id: postId } = await aPost(api);
    for (let at = 0; at < 12; at += 1) await aComment(api, { postId, body: `Remark *${at}*` });
    const life = aRandomLife(api, lived, SEED);
    for (let step = 0; step < 150; step += 1) await life.step();
    const first = await exported(lived, form);

    expect(first.match(/<wp:comment>|<post /g)?.length).toBeGreaterThan(10);
    const { isFaulty } = await runImport(copy, { file: await aFile(first), prepare });

    expect(isFaulty).toBe(false);
    expect(await exported(copy, form)).toBe(first);
  });
}

test('WordPress has no room for pages elsewhere, which is told; Disqus has', async () => {
  const database = await openTestDatabase();
  const api = openTestApi(database, { sites: ['https://pages.example'] });
  const open = `mutation { openDiscussion(input: { url: "https://pages.example/a", title: "A page" }) {
    ... on OpenDiscussionPayload { post { id } } } }`;
  const { openDiscussion } = await api.data<{ openDiscussion: { post: { id: string } } }, object>([open]);
  await aComment(api, { postId: openDiscussion.post.id, body: 'Under a page.' });

  expect(await exported(database, 'wordpress')).not.toContain('Under a page.');
  expect(leftOut).toBe(1);
  expect(await exported(database, 'disqus')).toContain('<link>https://pages.example/a</link>');
});

test.each(['wordpress', 'disqus'] as const)(
  '%s names posts by the addresses that they have elsewhere too',
  async (form) => {
    const database = await openTestDatabase();
    const copy = await openTestDatabase();
    const postUrl = "https://paper.example/it's/{slug}?of={slug}";
    const api = openTestApi(database, { sites: ['https://pages.example'], postUrl });
    const { id: postId, slug } = await aPost(api, { title: 'Ours' });
    await aComment(api, { postId, body: 'Under a post.' });
    const { post } = await api.data<{ post: { url: string } }, object>([
      'query ($id: ID!) { post(by: { id: $id }) { url } }',
      { id: postId },
    ]);

    const file = await exported(database, form, postUrl);

    expect(post.url).toBe(`https://paper.example/it's/${slug}?of=${slug}`);
    expect(file).toContain(`<link>${post.url}</link>`);
    expect(file).not.toContain(`${SITE}/posts/`);
    await runImport(copy, { file: await aFile(file), prepare: FORMS[form].prepare });
    expect(await exported(copy, form, postUrl)).toBe(file);
  },
);

test('texts keep to the form, whatever they say, and what was withdrawn does not leave', async () => {
  const database = await openTestDatabase();
  const copy = await openTestDatabase();
  const api = openTestApi(database);
  const { id: postId } = await aPost(api, { title: 'A & B <i> ]]>', body: '[gallery] `]]>` and "quotes"' });
  const { comment: parent } = await aComment(api, { postId, body: 'Taken back.' });
  await aComment(api, { postId, parentId: parent.id, body: '`]]>` & <b> &amp; "x"' });
  await database.pool.query("UPDATE comment SET status = 'DELETED' WHERE body = 'Taken back.'");

  for (const form of ['wordpress', 'disqus'] as const) {
    const file = await exported(database, form);
    expect(file).not.toContain('Taken back.');
    expect(file).toContain(form === 'disqus' ? '<isDeleted>true</isDeleted>' : 'This comment was withdrawn.');
  }
  await runImport(copy, { file: await aFile(await exported(database, 'wordpress')) });
  const { rows } = await copy.pool.query<{ title: string; body: string }>('SELECT title, body FROM post');
  expect(rows).toEqual([{ title: 'A & B <i> ]]>', body: expect.stringContaining('`]]>`') }]);
  expect(await exported(copy, 'wordpress')).toBe(await exported(database, 'wordpress'));
});

test.each(['wordpress', 'disqus'] as const)(
  'names and subjects come back from %s as they are, also with < and &',
  async (form) => {
    const database = await openTestDatabase();
    const copy = await openTestDatabase();
    const api = openTestApi(database);
    const { id: postId } = await aPost(api);
    await aComment(api, { postId, guestName: 'Tom <3 & Kim' });
    await aComment(api, { postId, subject: 'a<b> & "c"' }, anAccount('ann'));
    await database.pool.query(`UPDATE author SET display_name = 'Ann <ann> &amp; ]]> 😀'`);

    const file = await exported(database, form);
    await runImport(copy, { file: await aFile(file), prepare: FORMS[form].prepare });

    const names = `SELECT coalesce(c.guest_name, a.display_name) AS name FROM comment c
    LEFT JOIN author a ON a.id = c.author_id ORDER BY number`;
    expect((await copy.pool.query(names)).rows).toEqual([{ name: 'Tom <3 & Kim' }, { name: 'Ann <ann> &amp; ]]> 😀' }]);
    expect(await exported(copy, form)).toBe(file);
  },
);
