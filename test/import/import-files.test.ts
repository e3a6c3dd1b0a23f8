import { describe, expect, it } from 'vitest';
import { findDifferences } from '../../src/data/reads/tallies.ts';
import { formatReport } from '../../src/import/report/format-report.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aFile, anExport, anItem, GAZETTE, runImport, type PostParts } from './harness.ts';

const database = await openTestDatabase();
const { pool } = database;

const SOURCE = 'wordpress:harbour.example';

async function rows(statement: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  return (await pool.query<Record<string, unknown>>(statement, values)).rows;
}

/** Everything that is stored, to compare with. */
async function readAll(): Promise<unknown> {
  const tables = ['author', 'post', 'discussion', 'tag', 'post_tag', 'comment', 'event'];
  return Object.fromEntries(
    await Promise.all(tables.map(async (name) => [name, await rows(`SELECT * FROM ${name} ORDER BY 1, 2`)] as const)),
  );
}

/** A site of its own for each test, so that none sees the rows of another. */
function aSite(name: string) {
  const site = `https://${name}.example`;
  const source = `wordpress:${new URL(site).host}`;
  return {
    source,
    exportOf: async (...posts: PostParts[]) =>
      await aFile(
        anExport(posts.map((post) => anItem({ ...post, slug: `${name}-${post.id ?? 1}` })).join('\n'), { site }),
      ),
    comments: async () =>
      await rows(
        `SELECT c.number, c.path, c.external_id AS "externalId", c.reply_count AS "replyCount", c.body
         FROM comment c WHERE c.source = $1 ORDER BY c.post_id, c.number`,
        source,
      ),
  };
}

describe('a newspaper', () => {
  it('is first shown in a dry run, which writes nothing and reports the same', async () => {
    const before = await readAll();

    const rehearsal = await runImport(database, { file: GAZETTE, isDryRun: true });
    expect(await readAll()).toEqual(before);

    const report = await runImport(database, { file: GAZETTE });
    expect({ ...rehearsal, isDryRun: false }).toEqual(report);
    expect(formatReport(report)).toMatchInlineSnapshot(`
      "Harbour Gazette (http://harbour.example)

                    in the file   imported   already there   skipped
      authors                 3          2               0         1
      posts                  10          4               0         6
      tags                    3          2               0         1
      comments               14          9               0         5
      other items                                                  5

      Skipped
        1  authors: without an imported post or comment
        1  posts: drafts
        1  posts: in the trash
        1  posts: password-protected
        1  posts: private
        1  posts: scheduled
        1  posts: waiting for review
        1  tags: "Uncategorized", the default category
        1  comments: on skipped posts and pages
        1  comments: pingbacks
        1  comments: spam
        1  comments: waiting for approval
        1  comments: without any text
        2  attachments: pictures and files stay where they are
        1  items of the type "recipe"
        1  menu items
        1  pages

      Imported with changes
        1  posts whose slug changed to a–z, 0–9 and hyphens, at most 80 characters (båter → bater)
        1  replies to a skipped comment, moved to an ancestor
        4  replies to a skipped comment, moved to the top level
        1  posts without a title, named after their first words (Words without a name over them.)
        1  posts whose slug was taken and got a number (words-without-a-name-over-them-2)"
    `);
  });

  it('brings its writers under handles of their own, without any address', async () => {
    expect(
      await rows(
        `SELECT handle, display_name AS name, issuer, subject, left(external_id, 7) AS "externalId" FROM author
         WHERE source = $1 ORDER BY handle`,
        SOURCE,
      ),
    ).toEqual([
      { handle: 'ada', name: 'Ada Marsh', issuer: null, subject: null, externalId: 'ada' },
      { handle: 'ben-tide', name: 'ben.tide', issuer: null, subject: null, externalId: 'sha256:' },
    ]);

    const everything = JSON.stringify(await readAll());
    for (const address of ['mail.example', '203.0.113', 'joan@', 'ada@', 'tide@']) {
      expect(everything).not.toContain(address);
    }
  });

  it('brings its published posts with their addresses, dates, words and tags', async () => {
    const posts = await rows(
      `SELECT p.slug, p.title, p.excerpt, p.body, p.published_at AS "publishedAt", p.updated_at AS "updatedAt",
         a.handle AS author, d.is_open AS "isOpen",
         (SELECT array_agg(t.slug ORDER BY pt.place) FROM post_tag pt JOIN tag t ON t.id = pt.tag_id WHERE pt.post_id = p.id) AS tags
       FROM post p JOIN author a ON a.id = p.author_id JOIN discussion d ON d.post_id = p.id
       WHERE p.source = $1 ORDER BY p.published_at`,
      SOURCE,
    );

    expect(posts).toEqual([
      {
        slug: 'the-ferry',
        title: 'The ferry & the fog',
        excerpt: 'The morning ferry stayed in port. Nobody could see the lighthouse.',
        body: [
          'The morning ferry stayed in port.\\\nNobody could see the **lighthouse**.',
          '![The quay](http://harbour.example/uploads/quay.jpg)',
          'The quay at *nine*',
          'See the \\[timetable] and <http://harbour.example/times>.',
          '![Quay](http://harbour.example/uploads/quay.jpg)',
          '![Mole](http://harbour.example/uploads/mole.png)',
        ].join('\n\n'),
        publishedAt: new Date('2020-03-02T08:00:00Z'),
        updatedAt: new Date('2020-03-05T10:00:00Z'),
        author: 'ada',
        isOpen: true,
        tags: ['sea-and-shore', 'ferries'],
      },
      {
        slug: 'bater',
        title: 'Boats, by block',
        excerpt: 'What the editor wrote.',
        body: 'One line of a paragraph.\n\n- a boat\n- another',
        publishedAt: new Date('2020-03-03T08:00:00Z'),
        updatedAt: new Date('2020-03-03T08:00:00Z'),
        author: 'ada',
        isOpen: false,
        tags: ['ferries'],
      },
      expect.objectContaining({ slug: 'words-without-a-name-over-them', title: 'Words without a name over them.' }),
      expect.objectContaining({ slug: 'words-without-a-name-over-them-2', title: 'Words without a name over them.' }),
    ]);
    expect(await rows(`SELECT label, kind FROM tag WHERE slug = 'sea-and-shore'`)).toEqual([
      { label: 'Sea & shore', kind: 'TOPIC' },
    ]);
  });

  it('brings its comments by date, each after the one it replies to, under the nearest ancestor that was imported', async () => {
    const comments = await rows(
      `SELECT c.number, c.path, c.external_id AS id, coalesce(a.handle, c.guest_name) AS who, c.created_at AS at
       FROM comment c JOIN post p ON p.id = c.post_id LEFT JOIN author a ON a.id = c.author_id
       WHERE p.slug = 'the-ferry' ORDER BY c.number`,
    );

    expect(comments.map(({ id, number, path, who }) => [id, number, path, who])).toEqual([
      ['501', 1, [1], 'Joan & Jim'],
      ['502', 2, [1, 2], 'ada'],
      ['504', 3, [1, 3], 'Kim'],
      ['506', 4, [4], 'kim'],
      ['508', 5, [5], null],
      ['509', 6, [5, 6], 'Max'],
      ['510', 7, [7], 'Nia'],
      ['512', 8, [8], 'ben-tide'],
    ]);
    expect(comments[1]?.['at']).toEqual(new Date('2020-03-02T09:00:00Z'));
    // Its time in UTC is missing; the blog is an hour ahead.
    expect(comments[6]?.['at']).toEqual(new Date('2020-03-02T11:30:00Z'));
  });

  it('brings bodies as Markdown that is rendered', async () => {
    expect(
      await rows(`SELECT body, body_html AS html FROM comment WHERE source = $1 AND external_id = '501'`, SOURCE),
    ).toEqual([
      {
        body: 'I waited\\\nfor \\*hours\\*.\n\nWith my dog: [a dog](http://joan.example/dog.jpg)',
        html: expect.stringContaining('for *hours*.'),
      },
    ]);
  });

  it('writes a log that a live reader can follow', async () => {
    const log = await rows(
      `SELECT e.seq, e.kind, c.number FROM event e LEFT JOIN comment c ON c.id = e.comment_id
       WHERE e.post_id = (SELECT id FROM post WHERE slug = 'the-ferry') ORDER BY e.seq`,
    );

    expect(log[0]).toEqual({ seq: 1, kind: 'POST_PUBLISHED', number: null });
    expect(log.slice(1)).toEqual(
      Array.from({ length: 8 }, (_, at) => ({ seq: at + 2, kind: 'COMMENT_ADDED', number: at + 1 })),
    );
    expect(await findDifferences(pool)).toEqual([]);
  });

  it('changes nothing when it comes a second time', async () => {
    await pool.query(`UPDATE post SET title = 'Edited here', body = 'Edited' WHERE slug = 'the-ferry'`);
    await pool.query(`UPDATE author SET display_name = 'Ada M.', handle = 'ada-m' WHERE handle = 'ada'`);
    await pool.query(`UPDATE tag SET label = 'Sea', kind = 'COMPANY' WHERE slug = 'sea-and-shore'`);
    const before = await readAll();

    const report = await runImport(database, { file: GAZETTE });

    expect(await readAll()).toEqual(before);
    expect(report.taken).toEqual({ authors: 0, posts: 0, tags: 0, comments: 0 });
    expect(report.present).toEqual({ authors: 2, posts: 4, tags: 2, comments: 9 });
  });
});

it('appends what a newer export of the same post has', async () => {
  const site = aSite('newer');
  const first = [
    { id: 11, at: 10 },
    { id: 12, at: 20, parent: 11 },
  ];
  await runImport(database, { file: await site.exportOf({ comments: first }) });

  const added = [
    { id: 13, at: 30, parent: 12 },
    { id: 14, at: 5 },
  ];
  const report = await runImport(database, { file: await site.exportOf({ comments: [...first, ...added] }) });

  expect(report).toMatchObject({ taken: { posts: 0, comments: 2 }, present: { posts: 1, comments: 2 } });
  expect(await site.comments()).toMatchObject([
    { externalId: '11', number: 1, path: [1], replyCount: 1 },
    { externalId: '12', number: 2, path: [1, 2], replyCount: 1 },
    { externalId: '14', number: 3, path: [3], replyCount: 0 },
    { externalId: '13', number: 4, path: [1, 2, 4], replyCount: 0 },
  ]);
  expect(await findDifferences(pool)).toEqual([]);
});

it('appends to a comment that a newer export has no longer', async () => {
  const site = aSite('gone');
  await runImport(database, { file: await site.exportOf({ comments: [{ id: 21 }] }) });

  await runImport(database, { file: await site.exportOf({ comments: [{ id: 22, parent: 21 }] }) });

  expect(await site.comments()).toMatchObject([{ path: [1] }, { path: [1, 2] }]);
});

it('numbers after what was written here meanwhile', async () => {
  const site = aSite('meanwhile');
  await runImport(database, { file: await site.exportOf({ comments: [{ id: 31 }] }) });
  await pool.query(
    `WITH d AS (UPDATE discussion SET seq = seq + 1, last_number = last_number + 1, comment_count = comment_count + 1,
                  top_level_places = top_level_places + 1
                WHERE post_id = (SELECT id FROM post WHERE source = $1) RETURNING post_id, seq, last_number),
          c AS (INSERT INTO comment (id, post_id, number, path, body, body_html, renderer_version)
                SELECT gen_random_uuid(), post_id, last_number, ARRAY[last_number], 'Here', '<p>Here</p>', 1 FROM d
                RETURNING id, post_id)
     INSERT INTO event (post_id, seq, kind, comment_id, last_number)
  SELECT c.post_id, d.seq, 'COMMENT_ADDED', c.id, d.last_number FROM c, d`,
    [site.source],
  );

  await runImport(database, { file: await site.exportOf({ comments: [{ id: 31 }, { id: 32, parent: 31 }] }) });

  expect(await site.comments()).toMatchObject([{ number: 1 }, { number: 3, path: [1, 3] }]);
  expect(await findDifferences(pool)).toEqual([]);
});

it('gives a taken handle and a taken slug a number, and leaves their rows alone', async () => {
  await pool.query(
    `INSERT INTO author (id, issuer, subject, handle, display_name) VALUES (gen_random_uuid(), '', 'eve', 'eve', 'Eve')`,
  );
  const author = `<wp:author><wp:author_id>1</wp:author_id><wp:author_login>eve</wp:author_login><wp:author_display_name>Eva</wp:author_display_name></wp:author>`;
  const item = anItem({ slug: 'the-ferry' }).replace('>ada<', '>eve<');
  const file = await aFile(anExport(author + item, { site: 'https://eve.example' }));

  const report = await runImport(database, { file });

  expect(
    await rows(`SELECT handle, display_name AS name, issuer FROM author WHERE handle LIKE 'eve%' ORDER BY 1`),
  ).toEqual([
    { handle: 'eve', name: 'Eve', issuer: '' },
    { handle: 'eve-2', name: 'Eva', issuer: null },
  ]);
  expect(await rows(`SELECT slug FROM post WHERE source = 'wordpress:eve.example'`)).toEqual([{ slug: 'the-ferry-2' }]);
  expect(report.notes.map(({ count, examples }) => [count, examples])).toEqual([
    [1, ['eve-2']],
    [1, ['the-ferry-2']],
  ]);
});

it('writes an address in Latin letters where the old one is in another script, and reports the change', async () => {
  const slugs = [
    '%d0%bf%d1%80%d0%b8%d0%b2%d0%b5%d1%82-%d0%bc%d0%b8%d1%80',
    'stra%c3%9fe',
    'my_old_post',
    'release-1-0',
  ];
  const items = slugs.map((slug, at) => anItem({ id: at + 1, slug })).join('');

  const report = await runImport(database, { file: await aFile(anExport(items, { site: 'https://slugs.example' })) });

  expect(await rows(`SELECT slug FROM post WHERE source = 'wordpress:slugs.example' ORDER BY external_id`)).toEqual([
    { slug: 'privet-mir' },
    { slug: 'strasse' },
    { slug: 'my-old-post' },
    { slug: 'release-1-0' },
  ]);
  expect(report.notes).toContainEqual({
    note: 'posts whose slug changed to a–z, 0–9 and hyphens, at most 80 characters',
    count: 3,
    examples: ['привет-мир → privet-mir', 'straße → strasse', 'my_old_post → my-old-post'],
  });
});

it('moves a reply up that would be too deep, and says so', async () => {
  const site = aSite('deep');
  const chain = Array.from({ length: 503 }, (_, at) => ({ id: at + 1, parent: at }));

  const report = await runImport(database, { file: await site.exportOf({ comments: chain }) });

  const comments = await site.comments();
  expect(comments).toHaveLength(503);
  expect(comments.map(({ path }) => (path as number[]).length).slice(-4)).toEqual([500, 501, 501, 501]);
  expect(comments.at(-1)?.['path']).toEqual([...Array.from({ length: 500 }, (_, at) => at + 1), 503]);
  expect(report.notes).toContainEqual({ note: 'replies deeper than 500 levels, moved up', count: 2, examples: [] });
  expect(await findDifferences(pool)).toEqual([]);
});

it('continues a long comment in replies to it', async () => {
  const site = aSite('long');
  const content = Array.from({ length: 25 }, (_, at) => `${at} ${'word '.repeat(200)}`).join('\n\n');

  await runImport(database, {
    file: await site.exportOf({
      comments: [
        { id: 41, content },
        { id: 42, parent: 41 },
      ],
    }),
  });

  const comments = await site.comments();
  expect(comments.map(({ externalId, path }) => [externalId, path])).toEqual([
    ['41', [1]],
    ['41/2', [1, 2]],
    ['41/3', [1, 3]],
    ['42', [1, 4]],
  ]);
  const words = (text: unknown) => String(text).split(/\s+/).filter(Boolean);
  expect(comments.slice(0, 3).flatMap(({ body }) => words(body))).toEqual(words(content));
});

it('imports a text that is too complex to format as plain text', async () => {
  const site = aSite('complex');

  const report = await runImport(database, {
    file: await site.exportOf({ comments: [{ id: 51, content: '[x]!'.repeat(2_000) }] }),
  });

  expect(await site.comments()).toHaveLength(1);
  expect(report.notes.map(({ note }) => note)).toContain('texts too complex to format, shown as plain text');
});

it('takes a post and a comment that stand in the file twice once', async () => {
  const site = aSite('twice');
  const post = { id: 61, comments: [{ id: 61 }, { id: 61 }] };

  const report = await runImport(database, { file: await site.exportOf(post, post) });

  expect(report.taken).toMatchObject({ posts: 1, comments: 1 });
  expect(report.skipped).toEqual([
    { kind: 'comments', reason: 'with the id of an earlier one', count: 1, examples: ['line 13: 61'] },
    { kind: 'posts', reason: 'with the id of an earlier one', count: 1, examples: ['line 16: 61'] },
    { kind: 'comments', reason: 'on posts with the id of an earlier one', count: 2, examples: [] },
  ]);
});

it('leaves the database as it was when a strict import meets a fault in the last line', async () => {
  const site = aSite('broken');
  const text = anExport(anItem({ comments: [{ id: 71 }] }), { site: 'https://broken.example' });
  const file = await aFile(text.replace('</channel>', '<wp:author></channel>'));
  const before = await readAll();

  await expect(runImport(database, { file, isStrict: true })).rejects.toThrow(/without an end/);

  expect(await readAll()).toEqual(before);
  expect(await site.comments()).toEqual([]);
});

it('stops between two posts, and goes on when it is run again', async () => {
  const site = aSite('stopped');
  const file = await site.exportOf(
    ...Array.from({ length: 40 }, (_, at) => ({ id: at + 1, content: 'x'.repeat(20_000), comments: [{ id: at + 1 }] })),
  );
  const stop = new AbortController();

  const stopped = await runImport(database, {
    file,
    signal: stop.signal,
    onProgress: ({ counts }) => {
      if (counts.taken.posts > 0) stop.abort();
    },
  });
  const resumed = await runImport(database, { file });

  expect(stopped.isComplete).toBe(false);
  expect(stopped.taken.posts).toBeGreaterThan(0);
  expect(resumed.taken.posts).toBe(40 - stopped.taken.posts);
  expect(resumed.present.posts).toBe(stopped.taken.posts);
  expect(await findDifferences(pool)).toEqual([]);
});

it('is complete where it is stopped after the last post', async () => {
  const stop = new AbortController();
  const text = anExport(anItem({ slug: 'stopped-late' }), { site: 'https://stopped-late.example' });
  // More than one piece is read, and the last post stands in the first.
  const file = await aFile(text.replace('</channel>', `<!-- ${'x'.repeat(600_000)} --></channel>`));

  const report = await runImport(database, {
    file,
    signal: stop.signal,
    onProgress: ({ counts }) => {
      if (counts.taken.posts === 1) stop.abort();
    },
  });

  expect(stop.signal.aborted).toBe(true);
  expect(report).toMatchObject({ isComplete: true, taken: { posts: 1 } });
});
