// The rows of a statement are typed by its description; here PostgreSQL says whether the description is right.
import type { PoolClient } from 'pg';
import { expect, test } from 'vitest';
import { useApiToken } from '../../src/data/administered/api-tokens.ts';
import { readDecisions } from '../../src/data/administered/audit.ts';
import { readFlagPages } from '../../src/data/administered/flags.ts';
import { readLocked } from '../../src/data/administered/locks.ts';
import { countFoundComments } from '../../src/data/administered/search.ts';
import { eraseEvidence } from '../../src/data/administered/versions.ts';
import { readQueueEnd, readQueueEvents } from '../../src/data/log/queue-events.ts';
import { forgetDeletions } from '../../src/data/archive/forget-deletions.ts';
import { identifyDatabase, readMoment, readPast } from '../../src/data/archive/moments.ts';
import { writeCursor } from '../../src/archive/cursor.ts';
import { findLogRoom, readLastCursor } from '../../src/import/colloquy/target.ts';
import { movePages, readPagesUnder, readTakenPages } from '../../src/data/by-address/move-pages.ts';
import { openPage } from '../../src/data/by-address/open-page.ts';
import { readPageCounts, readSiteState } from '../../src/data/by-address/page-counts.ts';
import { PublicPages } from '../../src/data/by-address/page-posts.ts';
import { newId } from '../../src/data/database/new-id.ts';
import { RENDERING_LOCK, underLock } from '../../src/data/database/advisory-locks.ts';
import { migrate, MIGRATIONS } from '../../src/data/database/migrate.ts';
import { openPostgresPool } from '../../src/data/database/postgres-pool.ts';
import { findUnpublished, readAddedComments, readLogEvents } from '../../src/data/log/log-events.ts';
import { PublicPosts } from '../../src/data/shared/public-posts.ts';
import { DiscussionStates } from '../../src/data/shared/discussion-states.ts';
import { givePositions, readSiteLogEnds } from '../../src/data/log/log-positions.ts';
import { dropOldEvents } from '../../src/data/log/log-retention.ts';
import { lockDiscussion, readEnds } from '../../src/data/log/log.ts';
import { addComment } from '../../src/data/log/add-comment.ts';
import { claimComments, readVoiceComments } from '../../src/data/log/claim-comments.ts';
import { eraseComments } from '../../src/data/persons/erase-comments.ts';
import { eraseQuotedSubjects } from '../../src/data/persons/erase-quoted-subjects.ts';
import { eraseReactions } from '../../src/data/persons/erase-reactions.ts';
import { readRemains } from '../../src/data/persons/remains.ts';
import { readSiteEvents } from '../../src/data/log/site-events.ts';
import { readMovedComments } from '../../src/data/reactions/moved-comments.ts';
import { readReactable } from '../../src/data/reactions/reactable.ts';
import { readCounts, readOwnReactions, readReactionStates, readScores } from '../../src/data/reactions/reaction-rows.ts';
import { setReaction } from '../../src/data/reactions/set-reaction.ts';
import { readAuthorByHandle, readAuthorOf, readAuthors } from '../../src/data/reads/author-rows.ts';
import { countDescendants, countLaterComments, readCommentsById } from '../../src/data/reads/comment-lookups.ts';
import { readCommentPlace, readPremoderation } from '../../src/data/reads/comment-place.ts';
import { WHOLE_COMMENT, type CommentColumns } from '../../src/data/reads/comment-selection.ts';
import { countCommentsOf, readCommenterPages } from '../../src/data/reads/commenter-pages.ts';
import { readDiscussionFeed } from '../../src/data/reads/feed.ts';
import { readOutdatedTexts } from '../../src/data/reads/outdated-texts.ts';
import { countPosts, readPostPages } from '../../src/data/reads/post-pages.ts';
import { readPostIn, readPosts, WHOLE_POST } from '../../src/data/reads/post-rows.ts';
import { readTagsOfPosts } from '../../src/data/reads/tag-rows.ts';
import { readThreadPages, type ThreadPage } from '../../src/data/reads/thread-pages.ts';
import { findDifferences as recount } from '../../src/data/reads/tallies.ts';
import { countPublished, hasWrittenComment, hasWrittenPost } from '../../src/data/reads/written-keys.ts';
import { MODEL_POST } from '../../src/app/demo/demo-content.ts';
import { findDemo } from '../../src/app/demo/find-demo.ts';
import { moveDemo } from '../../src/app/demo/move-demo.ts';
import { createTally } from '../../src/import/report/tally.ts';
import { lockDiscussion as lockImportedDiscussion, readDiscussion as readImportedDiscussion } from '../../src/import/write/read-discussion.ts';
import { readPresentSlug } from '../../src/data/by-address/former-slugs.ts';
import { findDouble } from '../../src/import/write/find-double.ts';
import { findAuthor, findComments, findPage, findPost, findTags } from '../../src/import/write/read-present.ts';
import { writeAuthors } from '../../src/import/write/write-authors.ts';
import { int, nullable, text } from '../../src/data/database/columns.ts';
import { sql, statement } from '../../src/data/database/sql.ts';
import { NOBODY } from '../../src/session/session.ts';
import { readSourceFiles } from '../architecture/source-file.ts';
import { anAccount } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aLog, appendEvents, times } from '../harness/log.ts';
import { findDifferences, recordStatements } from '../harness/statement-check.ts';

const service = readSourceFiles('src');

const { seen, inTransaction } = recordStatements();
const database = await openTestDatabase();
const { pool, prisma } = database;
const postId = await aLog(pool);
await appendEvents(pool, postId, { occurredAt: times(1) });

const place = { postId, after: 0, identity: NOBODY, limit: 1 };
const page = { isForward: true, size: 1, key: null };
const list = { tag: null, author: null };
const source = 'somewhere';
const AN_ACCOUNT = anAccount('a');
const aSearch = { text: 'a', writer: null, postId, status: 'PUBLISHED' as const, since: new Date(0) };

/** With everything that a page of comments may be read with. */
const aThreadPage = (columns: CommentColumns, parents: 'HEADS' | 'WHOLE' = 'WHOLE'): ThreadPage => {
  const selection = { columns, parents, replies: [2, 1] };
  return { order: 'TIME', postId, parentId: null, bound: 9, page, selection };
};

/** As an import does: on one connection. */
async function onClient<Result>(use: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    return await use(client);
  } finally {
    client.release();
  }
}

/** As an erasure of a guest does it. */
async function eraseAComment(): Promise<void> {
  const voiceHash = 'erased';
  await pool.query(
    `INSERT INTO comment (id, post_id, number, path, body, body_html, renderer_version, voice_hash)
     SELECT gen_random_uuid(), $1, n, ARRAY[n], 'a', 'a', 1, $2 FROM (SELECT 1000 + count(*)::int AS n FROM comment) c`,
    [postId, voiceHash],
  );
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM comment WHERE voice_hash = $1', [voiceHash]);
  const erasing = { postId, ids: rows.map(({ id }) => id), person: { voiceHash }, now: new Date() };
  await prisma.$transaction((tx) => eraseComments(inTransaction(tx), erasing));
}

const aPage = { key: 'a.example/b', slug: 'a-page' };
const aHeader = {
  ...{ type: 'header', form: 'colloquy-archive', version: 1, software: '', madeAt: '' } as const,
  ...{ cursor: '', after: null, voiceKey: '' },
};
const aMove = {
  page: { id: postId, url: 'https://b.example/b', key: 'b.example/b' },
  url: 'https://a.example/b',
  key: aPage,
};

/** A use of each statement; its result does not matter. */
const USES: Record<string, () => Promise<unknown>> = {
  addedAuthor: () =>
    onClient(async (client) => {
      const authors = [{ externalId: postId, displayName: 'Somebody', handle: 'somebody' }];
      const prepared = { source, authors, silentAuthors: 0 };
      await writeAuthors(client, { prepared, tally: createTally(), isDryRun: false, handles: new Set() });
    }),
  addedComment: () =>
    onClient(async (client) => {
      const nobody = { authorId: null, guestName: null, voiceHash: null, clientMutationId: null, clientMutationHash: null };
      const texts = { subject: null, body: 'a', bodyHtml: 'a', rendererVersion: 1 };
      const comment = { ...nobody, ...texts, id: postId, postId, parentId: null, createdAt: new Date() };
      await addComment(client, { comment, seen: { isOpen: false, publishedAt: null, parent: null } });
    }),
  addedComments: () => readAddedComments(pool, place),
  apiTokenByHash: () => useApiToken(pool, { hash: 'none', now: new Date() }),
  archiveMoment: () => onClient(async (client) => void (await readMoment(client, postId))),
  authorOfAccount: () => readAuthorOf(pool, { issuer: '', subject: 'a' }),
  authorsByHandle: () => readAuthorByHandle(pool, 'somebody'),
  authorsById: () => readAuthors(pool, [postId]),
  claimedComments: () =>
    prisma.$transaction((tx) => {
      const claim = { postId, ids: [postId], voiceHash: 'none', authorId: postId, now: new Date() };
      return claimComments(inTransaction(tx), claim);
    }),
  databaseIdentity: () => identifyDatabase(pool),
  decisionsOfComments: () => readDecisions(pool, [postId]),
  erasedTexts: () => eraseEvidence(pool, { before: new Date(0), limit: 1 }),
  flagPages: () => readFlagPages(pool, [{ commentId: postId, page }]),
  formerSlugs: () => readPresentSlug(pool, 'a'),
  forgottenDeletions: () => forgetDeletions(pool, { before: new Date(0), limit: 1 }),
  foundCommentsCount: () => countFoundComments(pool, aSearch),
  lastCursor: () => onClient((client) => readLastCursor(client, { ...aHeader, databaseId: postId })),
  lockedComments: () => readLocked(pool, [postId]),
  logRoom: () =>
    onClient(async (client) => {
      const header = { ...aHeader, databaseId: postId };
      await readLastCursor(client, header);
      await findLogRoom(client, { header, ends: { lastPosition: 1, droppedPosition: 0, moderationSeq: 1 } });
    }),
  moderationDifferences: () => recount(pool),
  premoderationRules: () => readPremoderation(pool, postId),
  publishedOfCommenter: () => countPublished(pool, { commenter: { authorId: postId, voiceHash: null }, most: 1 }),
  queueEnd: () => readQueueEnd(pool),
  queueEvents: () => readQueueEvents(pool, { after: 0, limit: 1 }),
  commentCounts: () => countCommentsOf(pool, [postId]),
  commentDifferences: () => recount(pool),
  commentScores: () => readScores(pool, [postId]),
  commentGroups: () => readCommentsById(pool, { ids: [postId], identity: NOBODY }),
  descendantCounts: () => countDescendants(pool, [postId]),
  discussionState: () => onClient((client) => readImportedDiscussion(client, { postId, source })),
  demoMoves: async () => {
    await pool.query(`UPDATE post SET slug = '${MODEL_POST.slug}', published_at = '1999-12-31Z' WHERE id = '${postId}'`);
    await moveDemo(pool, { now: new Date() });
    await pool.query(`UPDATE post SET slug = id::text`);
  },
  demoPlaces: () => findDemo(pool, []),
  commentPlace: () =>
    readCommentPlace(pool, { postId, parentId: postId, identity: AN_ACCOUNT, clientMutationId: 'a', nameKey: 'a' }),
  discussionDifferences: () => recount(pool),
  doubles: () => onClient((client) => findDouble(client, { source, signs: [{ externalId: 'a', publishedAt: new Date(0), slug: 'a' }] })),
  droppedEvents: () => dropOldEvents(pool, { before: new Date(0), limit: 1 }),
  erasedComments: eraseAComment,
  erasedReactions: () =>
    prisma.$transaction((tx) =>
      eraseReactions(inTransaction(tx), { postId, ids: [postId], person: { authorId: postId } }),
    ),
  erasedVersions: eraseAComment,
  givenPositions: () => givePositions(pool),
  importedAuthor: () => onClient((client) => findAuthor(client, { source, externalId: postId })),
  importedComments: () => onClient((client) => findComments(client, { source, postId, externalIds: [postId] })),
  importedPlaces: () => onClient((client) => readImportedDiscussion(client, { postId, source })),
  importedPage: () => onClient((client) => findPage(client, 'a.example/b')),
  importedPost: () => onClient((client) => findPost(client, { source, externalId: postId })),
  keyOfComment: () => hasWrittenComment(pool, { identity: AN_ACCOUNT, clientMutationId: 'a' }),
  keyOfPost: () => hasWrittenPost(pool, { identity: AN_ACCOUNT, clientMutationId: 'a' }),
  lastEvent: async () => {
    await pool.query('UPDATE post SET published_at = now()');
    await readDiscussionFeed(pool, { slug: postId, size: 1 });
  },
  lastUnpublished: () => findUnpublished(pool, place),
  laterCounts: () => countLaterComments(pool, [{ postId, after: 0, bound: 1 }]),
  lockedDiscussion: () =>
    prisma.$transaction((tx) => lockDiscussion(inTransaction(tx), { postId, identity: NOBODY })),
  lockedState: () => onClient((client) => lockImportedDiscussion(client, { postId, source })),
  logEnds: () => readEnds(pool, [postId]),
  logEvents: () => readLogEvents(pool, place),
  migrationRecords: () => migrate(pool, { directory: MIGRATIONS }),
  publicPosts: () => new PublicPosts(pool).read({ slug: 'a-post', columns: WHOLE_POST }),
  discussionStates: () => new DiscussionStates(pool, { keyOf: () => aPage }).read({ slug: 'a-post' }),
  movedPages: () => movePages(pool, [aMove]),
  pagesUnder: () => readPagesUnder(pool, { key: 'a.example', after: postId, limit: 1 }),
  takenPages: () => readTakenPages(pool, [aMove]),
  movedComments: () => readMovedComments(pool, place),
  movedReaction: () =>
    onClient(async (client) => {
      const { rows } = await client.query<{ id: string }>('SELECT id FROM comment');
      const commentId = rows[0]?.id ?? postId;
      const reaction = { commentId, postId, kind: 'funny', isOn: true, authorId: null, voiceHash: 'a', createdAt: new Date() };
      await setReaction(client, { reaction, seen: { isOpen: true, publishedAt: null, status: 'PUBLISHED' } });
    }),
  ownReactions: () => readOwnReactions(pool, { commentIds: [postId], identity: AN_ACCOUNT }),
  openedPage: () =>
    prisma.$transaction((tx) => {
      const page = { id: newId(), slug: 'a-page', title: 'A page', url: 'https://a.example/b', key: 'a.example/b' };
      return openPage(inTransaction(tx), { ...page, rendererVersion: 1, actorId: null, now: new Date() });
    }),
  outdatedTexts: () => readOutdatedTexts(pool, { version: 1, limit: 1 }),
  pageCounts: () => readPageCounts(pool, [aPage]),
  pagePosts: () => new PublicPages(pool).read({ page: aPage, columns: WHOLE_POST }),
  pageStates: () => new DiscussionStates(pool, { keyOf: () => aPage }).read({ url: 'https://a.example/b' }),
  pastCursor: () =>
    onClient(async (client) => {
      const now = await readMoment(client, postId);
      await readPast(client, { after: writeCursor(now), now });
    }),
  positionDifferences: () => recount(pool),
  postCounts: () => countPosts(pool, [list]),
  postPages: () => readPostPages(pool, [{ list, page, columns: WHOLE_POST }]),
  postIn: () => prisma.$transaction((tx) => readPostIn(inTransaction(tx), postId)),
  postsWhere: () => readPosts(pool, { where: sql`p.id = ${postId}::uuid` }),
  quotingComments: () =>
    prisma.$transaction((tx) =>
      eraseQuotedSubjects(inTransaction(tx), { postId, numbers: [1], subjects: ['Re: a'] }),
    ),
  remainsOfPerson: () => readRemains(pool, { person: { authorId: postId }, limit: 1 }),
  reactable: () => readReactable(pool, { commentId: postId, identity: AN_ACCOUNT }),
  reactionCounts: () => readCounts(pool, [postId]),
  reactionStates: () => readReactionStates(pool, [postId]),
  reactionDifferences: () => recount(pool),
  sessionLock: () => underLock(pool, { key: RENDERING_LOCK, work: async () => null }),
  siteEvents: () => readSiteEvents(pool, { after: 0, limit: 1, list }),
  siteState: () => readSiteState(pool),
  siteLogEnds: () => readSiteLogEnds(pool),
  tagsBySlug: () => onClient((client) => findTags(client, ['a'])),
  tagsOfPosts: () => readTagsOfPosts(pool, [postId]),
  threadPages: () => readThreadPages(pool, { pages: [aThreadPage(WHOLE_COMMENT)], mostNested: 1 }),
  toldErasures: eraseAComment,
  transactionLock: () => dropOldEvents(pool, { before: new Date(0), limit: 1 }),
  voiceComments: () => readVoiceComments(pool, { voiceHash: 'none', limit: 1 }),
};

// The embedded database is opened without this statement.
if (database.kind === 'postgres') {
  USES['serverVersion'] = async () => {
    const { rows } = await pool.query<{ name: string }>('SELECT current_database() AS name');
    const url = new URL(process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres');
    url.pathname = rows[0]?.name ?? '';
    await (await openPostgresPool({ databaseUrl: url.href, poolSize: 1, onError: console.error })).end();
  };
}

test.each(Object.keys(USES).sort())('PostgreSQL returns the columns that the statement %s describes', async (name) => {
  seen.length = 0;
  await USES[name]?.();
  const used = seen.find(({ returns }) => returns.name === name);

  expect(used && (await findDifferences(pool, used))).toEqual([]);
});

test.each([
  { author: false, body: false, bodyHtml: false, path: false, editedAt: false, voiceHash: false },
  { author: true, body: false, bodyHtml: true, path: false, editedAt: true, voiceHash: false },
  { author: false, body: true, bodyHtml: false, path: true, editedAt: false, voiceHash: true },
])('PostgreSQL returns the columns that are described for the selection %j, and no others', async (columns) => {
  seen.length = 0;
  await readThreadPages(pool, { pages: [aThreadPage(columns)], mostNested: 1 });
  await readThreadPages(pool, { pages: [aThreadPage(columns, 'HEADS')], mostNested: 1 });
  await readThreadPages(pool, { pages: [{ ...aThreadPage(columns), selection: { columns, parents: 'NONE', replies: [] } }], mostNested: 1 });
  await readCommenterPages(pool, [{ authorId: postId, page, columns }]);
  await readPostPages(pool, [{ list, page, columns }]);
  await readPosts(pool, { where: sql`p.id = ${postId}::uuid`, columns });

  await readThreadPages(pool, { pages: [{ ...aThreadPage(columns), order: 'TOP' }], mostNested: 1 });
  await readThreadPages(pool, { pages: [{ ...aThreadPage(columns, 'HEADS'), order: 'TOP_REPLIES', score: 1 }], mostNested: 1 });

  expect(seen).toHaveLength(8);
  for (const used of seen) {
    const { author, body, bodyHtml } = columns;
    expect(await findDifferences(pool, used)).toEqual([]);
    expect(['body', 'bodyHtml', 'authorHandle'].map((name) => name in used.returns.columns)).toEqual([body, bodyHtml, author]);
  }
});

test('every statement of the service is checked here, under a unique name', () => {
  const names = service.flatMap(({ text: source }) =>
    [...source.replace(/^ \*.*$/gm, '').matchAll(/\bstatement\(\s*'(\w+)'/g)].map(([, name = '']) => name),
  );

  expect([...names].sort()).toEqual([...new Set([...Object.keys(USES), 'serverVersion'])].sort());
});

test('no query outside of readRows names the type of its rows', () => {
  const claims = service
    .filter(({ path }) => path !== 'src/data/database/sql.ts')
    .flatMap(({ path, text: source }) =>
      [...source.matchAll(/(?:\.query|\$queryRaw\w*|\breadRows\w*)</g)].map(([claim]) => `${path}: ${claim}…>`),
    );

  expect(claims).toEqual([]);
});

test('the check names the statement and the column that differ', async () => {
  const columns = { id: text, kicker: text, label: text, title: nullable(text), count: int };
  const wrong = statement('wrongPosts', columns);

  const differences = await findDifferences(
    pool,
    wrong`SELECT id, kicker, title, slug, (SELECT count(*) FROM comment) AS count FROM post`,
  );

  expect(differences).toEqual([
    'The statement wrongPosts: column "slug" is returned and not described.',
    'The statement wrongPosts: column "id" is described as text and returned as uuid.',
    'The statement wrongPosts: column "kicker" is described as never null, and its table takes null.',
    'The statement wrongPosts: column "label" is described and not returned.',
    'The statement wrongPosts: column "count" is described as int4 and returned as int8.',
  ]);
});
