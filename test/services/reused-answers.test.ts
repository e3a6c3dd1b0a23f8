// Answers that are kept are never stale: while others write, through two instances, every answer holds all that was acknowledged before
// it was asked for. READS=20000 runs the long form.
import { afterAll, expect, test } from 'vitest';
import { EditCommentDocument, UpdatePostDocument } from '../../src/sdk/generated/operations.ts';
import { createRandom } from '../chaos/random.ts';
import { openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { AN_AUTHOR, aComment, anAccountOf, aPost, type CommentPayload } from '../harness/fixtures.ts';

const READS = Number(process.env['READS'] ?? 1_000);
const READERS = 8;
const MOST = 90; // comments, so that all are on the page
const SEED = Number(process.env['SEED'] ?? 1);

const PAGE = `query ($slug: String!) {
  post(by: { slug: $slug }) {
    title
    commentCount
    comments(first: 100) { nodes { number body author { displayName } reactions { count } } }
  }
}`;

const REACT = 'mutation ($input: ReactInput!) { react(input: $input) { __typename } }';

interface Page {
  readonly post: {
    readonly title: string;
    readonly commentCount: number;
    readonly comments: {
      readonly nodes: readonly {
        number: number;
        body: string;
        author: { displayName: string };
        reactions: readonly { count: number }[];
      }[];
    };
  };
}

const database = await openTestDatabase({ poolSize: 8 });
const { pool } = database;
const instances = [openTestApi(database), openTestApi(database)] as const;
const [api] = instances;
afterAll(() => {
  const used = instances.reduce((sum, { services }) => sum + services.answers.used, 0);
  expect(used).toBeGreaterThan(READS / 10); // or the test has shown nothing
});

test(`${READS} answers are as new as what was acknowledged before`, async () => {
  const random = createRandom(SEED);
  const post = await aPost(api, { title: 'Title 0' });
  const comments: CommentPayload['comment'][] = [];
  for (let number = 1; number <= 5; number += 1) {
    comments.push((await aComment(api, { postId: post.id, body: `Text 0` }, AN_AUTHOR)).comment);
  }

  // What grows with each write: that it was sent, and that it was acknowledged.
  const facts = ['title', 'name', 'count', 'reactions', ...comments.map(({ number }) => `text ${number}`)];
  const sent = new Map(facts.map((fact) => [fact, fact === 'count' ? comments.length : 0]));
  const acknowledged = new Map(sent);
  const write = async (fact: string, work: (version: number) => Promise<unknown>) => {
    const version = (sent.get(fact) ?? 0) + 1;
    sent.set(fact, version);
    await work(version);
    acknowledged.set(fact, Math.max(version, acknowledged.get(fact) ?? 0));
  };
  const rename = () =>
    write('name', (version) => pool.query('UPDATE author SET display_name = $1', [`Name ${version}`]));
  const writes = [
    () =>
      write('title', (version) => {
        const input = { postId: post.id, title: `Title ${version}` };
        return random.pick(instances).data([UpdatePostDocument, { input }, AN_AUTHOR]);
      }),
    rename,
    () =>
      write('reactions', (version) => {
        const input = { commentId: comments[0]?.id, kind: 'insightful', on: true };
        return random.pick(instances).data([REACT, { input }, anAccountOf(version)]);
      }),
    () => {
      const { id: commentId, number } = random.pick(comments);
      return write(`text ${number}`, (version) => {
        const input = { commentId, body: `Text ${version}` };
        return random.pick(instances).data([EditCommentDocument, { input }, AN_AUTHOR]);
      });
    },
    async () => {
      if ((sent.get('count') ?? 0) < MOST)
        await write('count', () => aComment(random.pick(instances), { postId: post.id }));
    },
  ];
  await rename();

  let reads = 0;
  const readAgain = async () => {
    while (reads < READS) {
      reads += 1;
      const least = new Map(acknowledged);
      const { post: found } = await random.pick(instances).data<Page, object>([PAGE, { slug: post.slug }]);
      const shown = factsOf(found);
      for (const fact of facts) {
        const version = shown.get(fact) ?? -1;
        expect(version, `seed ${SEED}, read ${reads}: ${fact}`).toBeGreaterThanOrEqual(least.get(fact) ?? 0);
        expect(version, `seed ${SEED}, read ${reads}: ${fact}`).toBeLessThanOrEqual(sent.get(fact) ?? 0);
      }
    }
  };
  const writeAgain = async () => {
    // Mostly there is nothing new, so that answers are kept and used.
    while (reads < READS) {
      const until = Math.min(READS, reads + Math.floor(random.next() * 20));
      while (reads < until) await new Promise((resolve) => void setImmediate(resolve));
      await random.pick(writes)();
    }
  };
  await Promise.all([...Array.from({ length: READERS }, readAgain), writeAgain()]);
}, 600_000);

function factsOf({ title, commentCount, comments }: Page['post']): Map<string, number> {
  const versionOf = (text: string) => Number(/\d+$/.exec(text)?.[0]);
  const names = new Set(comments.nodes.filter(({ number }) => number <= 5).map(({ author }) => author.displayName));
  expect(names.size).toBe(1); // one moment
  return new Map([
    ['title', versionOf(title)],
    ['count', commentCount],
    ['reactions', comments.nodes[0]?.reactions[0]?.count ?? -1],
    ['name', Math.max(...[...names].map(versionOf))],
    ...comments.nodes.map(({ number, body }) => [`text ${number}`, versionOf(body)] as const),
  ]);
}
