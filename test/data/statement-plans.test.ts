// How PostgreSQL runs the hot reads on a large discussion, also by the plan that it makes once for a named statement. What the
// embedded database plans may differ, as its version does.
import type { PoolClient } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { readPostPages } from '../../src/data/reads/post-pages.ts';
import { readPosts, WHOLE_POST } from '../../src/data/reads/post-rows.ts';
import { WHOLE_COMMENT, type CommentSelection } from '../../src/data/reads/comment-selection.ts';
import { readTagsOfPosts } from '../../src/data/reads/tag-rows.ts';
import { readThreadPages, type ThreadPage } from '../../src/data/reads/thread-pages.ts';
import { readCounts, readOwnReactions } from '../../src/data/reactions/reaction-rows.ts';
import { sql } from '../../src/data/database/sql.ts';
import { DiscussionStates } from '../../src/data/shared/discussion-states.ts';
import { PublicPosts } from '../../src/data/shared/public-posts.ts';
import { anAccount } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { recordStatements } from '../harness/statement-check.ts';

const COMMENTS = 20_000;
const POSTS = 2_000;
const POST = '00000000-0000-4000-8000-000000000001';

const { seen } = recordStatements();
const { pool, kind } = await openTestDatabase();

beforeAll(async () => {
  if (kind === 'embedded') return;
  const uuid = (kindOf: number, n: string) => `('00000000-0000-4000-800${kindOf}-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
  await pool.query(`
    INSERT INTO author (id, handle, display_name) SELECT ${uuid(1, 'n')}, 'a-' || n, 'A' FROM generate_series(1, 2000) n;
    INSERT INTO post (id, slug, title, excerpt, body, body_html, renderer_version, author_id, published_at)
      SELECT ${uuid(0, 'n')}, 'post-' || n, 'A title', '', repeat('a', 500), repeat('a', 500), 1, ${uuid(1, 'n')},
        now() - n * interval '1 hour' FROM generate_series(1, ${POSTS}) n;
    INSERT INTO discussion (post_id, last_number) SELECT id, ${COMMENTS} FROM post;
    INSERT INTO tag (id, slug, label) SELECT ${uuid(2, 'n')}, 'tag-' || n, 'A' FROM generate_series(1, 50) n;
    INSERT INTO post_tag (post_id, tag_id, place)
      SELECT ${uuid(0, 'n')}, ${uuid(2, '1 + n % 50')}, 0 FROM generate_series(1, ${POSTS}) n;
    -- Every fifth comment is top-level; the four after it reply to one another.
    INSERT INTO comment (id, post_id, parent_id, number, path, body, body_html, renderer_version, author_id, reply_count, reply_places)
      SELECT ${uuid(3, 'n')}, '${POST}', CASE WHEN n % 5 > 0 THEN ${uuid(3, 'n - 1')} END, n,
        ARRAY(SELECT generate_series(n - n % 5, n)), repeat('a', 200), repeat('a', 200), 1, ${uuid(1, '1 + n % 2000')},
        (n % 5 < 4)::int, (n % 5 < 4)::int FROM generate_series(5, ${COMMENTS}) n;
    UPDATE author SET issuer = '', subject = 'a' WHERE handle = 'a-1';
    -- Every third comment has reactions.
    INSERT INTO comment_score (comment_id, post_id, parent_id, number, score, version)
      SELECT id, post_id, parent_id, number, 1 + number % 50, number FROM comment WHERE number % 3 = 0;
    INSERT INTO reaction_count (comment_id, kind, count)
      SELECT s.comment_id, k.kind, 1 FROM comment_score s, unnest('{insightful,funny}'::text[]) AS k (kind);
    INSERT INTO reaction (id, comment_id, kind, author_id)
      SELECT gen_random_uuid(), c.comment_id, 'funny', ${uuid(1, 'n')} FROM comment_score c, generate_series(1, 10) n;
    ANALYZE`);
});

const whole: CommentSelection = { columns: WHOLE_COMMENT, parents: 'NONE', replies: [] };
const page = { isForward: true, size: 50, key: null };
const thread: ThreadPage = { order: 'REPLIES', postId: POST, parentId: null, bound: COMMENTS, page, selection: whole };
const TOP = { order: 'TOP' } as const;
const someComments = Array.from({ length: 50 }, (_, n) => `00000000-0000-4000-8003-${((n + 10) * 3).toString(16).padStart(12, '0')}`);
const list = { tag: null, author: null };
const states = new DiscussionStates(pool, { keyOf: () => ({ key: 'a.example/post-77', slug: 'post-77' }) });
const read = (one: Partial<ThreadPage>) => async () =>
  await readThreadPages(pool, { pages: [{ ...thread, ...one }], mostNested: 5_000 });

test.skipIf(kind === 'embedded').each([
  // An index of three levels and the rows: some 4 buffers a row, and 3 for its author.
  ['a nested thread', { buffers: 250 * 8, run: read({ selection: { ...whole, replies: [20, 20, 20, 20] } }) }],
  ['top-level comments', { buffers: 51 * 8, run: read({}) }],
  ['top-level comments after one', { buffers: 51 * 8, run: read({ page: { ...page, key: 10_000 } }) }],
  ['the last top-level comments', { buffers: 51 * 8, run: read({ page: { ...page, isForward: false } }) }],
  ['replies to a comment', { buffers: 51 * 8, run: read({ parentId: '00000000-0000-4000-8003-000000000005' }) }],
  [
    'the newest comments with their parents',
    { buffers: 102 * 8, run: read({ order: 'TIME', page: { ...page, isForward: false }, selection: { ...whole, parents: 'WHOLE' } }) },
  ],
  ['comments in the view by thread, after one', { buffers: 51 * 8, run: read({ order: 'THREAD', page: { ...page, key: 10_000 } }) }],
  // Some 8 buffers a row again, and 3 for each comment with a score that the others are told apart from.
  ['top comments', { buffers: 51 * 12, run: read(TOP) }],
  ['top comments after one', { buffers: 51 * 12, run: read({ ...TOP, page: { ...page, key: 10_000 }, score: 20 }) }],
  ['comments without a score, after one', { buffers: 51 * 16, run: read({ ...TOP, page: { ...page, key: 10_000 }, score: 0 }) }],
  ['the last top comments', { buffers: 51 * 16, run: read({ ...TOP, page: { ...page, isForward: false } }) }],
  ['top-level comments by score', { buffers: 51 * 12, run: read({ order: 'TOP_REPLIES' }) }],
  ['the last top-level comments by score', { buffers: 51 * 16, run: read({ order: 'TOP_REPLIES', page: { ...page, isForward: false } }) }],
  ['the counts of a page', { buffers: 50 * 8, run: () => readCounts(pool, someComments) }],
  ['the reactions of an account', { buffers: 50 * 8, run: () => readOwnReactions(pool, { commentIds: someComments, identity: anAccount('a') }) }],
  [
    'a page of posts',
    { buffers: 51 * 12, run: () => readPostPages(pool, [{ list, page, columns: { ...WHOLE_POST, body: false, bodyHtml: false } }]) },
  ],
  ['a post by its slug', { buffers: 12, run: () => readPosts(pool, { where: sql`p.slug = ${'post-77'}` }) }],
  ['a public post by its slug', { buffers: 12, run: () => new PublicPosts(pool).read({ slug: 'post-77', columns: WHOLE_POST }) }],
  ['the state of a discussion', { buffers: 12, run: () => states.read({ slug: 'post-77' }) }],
  ['the state of the discussion of a page', { buffers: 16, run: () => states.read({ url: 'https://a.example/post-77' }) }],
  ['the tags of a post', { buffers: 16, run: () => readTagsOfPosts(pool, [POST]) }],
])('%s are read by indexes alone, in proportion to the page', async (_what, { buffers, run }) => {
  seen.length = 0;
  await run();

  for (const mode of ['force_custom_plan', 'force_generic_plan']) {
    const plan = await explain(mode);
    const nodes = plan.nodes.map((node) => `${node['Node Type']} ${node['Relation Name'] ?? ''}`.trim());

    expect(nodes.filter((node) => /^Seq Scan (comment|post|author|discussion|reaction)/.test(node)), mode).toEqual([]);
    expect(plan.buffers, `${mode}: ${nodes.join(', ')}`).toBeLessThanOrEqual(buffers);
    // A sort takes what the page has, and never what the post has.
    for (const node of plan.nodes.filter((one) => one['Node Type'].includes('Sort'))) {
      expect(node['Actual Rows'], mode).toBeLessThanOrEqual(252);
    }
  }
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly PlanNode[];
}

/** Runs the statement that was seen last once more, by a plan for its values or by one for any. */
async function explain(mode: string): Promise<{ readonly nodes: readonly PlanNode[]; readonly buffers: number }> {
  const statement = seen.at(-1);
  if (statement === undefined) throw new Error('Expected a statement.');
  const client = await pool.connect();
  try {
    await client.query(`SET plan_cache_mode = ${mode}`);
    await client.query({ name: `explained_${mode}`, text: statement.text, values: statement.values });
    const values = statement.values.map((value) => toLiteral(client, value)).join();
    const call = `explained_${mode}${values === '' ? '' : `(${values})`}`;
    const { rows } = await client.query({ text: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE ${call}`, rowMode: 'array' });
    const [[[{ Plan: plan }]]] = rows as unknown as [[[{ Plan: PlanNode & Record<string, number> }]]];
    return { nodes: flatten(plan), buffers: (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0) };
  } finally {
    client.release(true);
  }
}

function flatten(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

function toLiteral(client: PoolClient, value: unknown): string {
  if (value === null) return 'NULL';
  if (!Array.isArray(value)) return client.escapeLiteral(String(value));
  const items = value.map((item) => (item === null ? 'NULL' : JSON.stringify(String(item))));
  return client.escapeLiteral(`{${items.join()}}`);
}
