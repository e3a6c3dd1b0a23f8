// A service that lives: accounts, guests and moderators do one random thing after the other, through the API, and operators import.
import type { Database } from '../../src/data/database/database.ts';
import { encodeGlobalId } from '../../src/relay/global-id.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, aVoice } from './api.ts';
import type { TestApi } from './api.ts';
import { importSomething } from './random-import.ts';

const BODIES = [
  'A remark.',
  '**Bold** and [a link](https://example.org/a).',
  'Ünïcödé 🦊\u2028next',
  '> quoted\n\n1. one\n2. two',
  '`<b>` & "c"\\',
];
const READERS = ['ann', 'bob', 'cleo'].map((name) => anAccount(`reader-${name}`));
const VOICES = [aVoice('voice-one'), aVoice('voice-two')];
const GUEST: Identity = { account: null, voiceHash: null };
const AUTHORS = [anAccount('author-dora', 'AUTHOR'), anAccount('author-eli', 'AUTHOR')];
const MODERATOR = anAccount('moderator-flo', 'MODERATOR');
const ADMIN = anAccount('admin-gus', 'ADMIN');

export interface RandomLife {
  /** Does one thing, which the service may refuse. */
  step(): Promise<void>;
  /** The things that were done, and not refused, with how often. */
  readonly done: Map<string, number>;
}

/** @param seed the same seed does the same things, as far as they do not depend on what was generated. */
export function aRandomLife(api: TestApi, database: Pick<Database, 'pool'>, seed: number): RandomLife {
  const { pool } = database;
  const done = new Map<string, number>();
  const random = mulberry(seed);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('Expected something to pick from.');
    return item;
  };
  const is = (chance: number) => random() < chance;
  let count = 0;
  const unique = () => `${seed}-${(count += 1)}`;

  /** The id of any row, or none. */
  const any = async (
    table: string,
    type: string,
    where = 'TRUE',
  ): Promise<{ id: string; row: Record<string, string> } | null> => {
    const { rows } = await pool.query<Record<string, string>>(`SELECT * FROM ${table} WHERE ${where} ORDER BY id`);
    const row = rows.length === 0 ? undefined : pick(rows);
    return row === undefined ? null : { id: encodeGlobalId(type, row['id'] ?? ''), row };
  };
  const mutate = async (name: string, input: object, as: Identity, what = name): Promise<void> => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
    const [document, variables] =
      name === 'claimVoice'
        ? ['mutation { claimVoice { __typename } }', {}]
        : [`mutation ($input: ${type}) { ${name}(input: $input) { __typename } }`, { input }];
    const result = await api.result([document, variables, as]);
    const [answer] = Object.values((result.data ?? {}) as Record<string, { __typename: string } | null>);
    if (result.errors === undefined && answer?.__typename.endsWith('Payload') === true)
      done.set(what, (done.get(what) ?? 0) + 1);
  };
  const writerOf = (
    { author_id, voice_hash }: Record<string, string | null>,
    handles: ReadonlyMap<string, string>,
  ): Identity => {
    const handle = author_id == null ? undefined : handles.get(author_id);
    if (handle !== undefined)
      return [...READERS, ...AUTHORS, MODERATOR, ADMIN].find(({ account }) => account?.handle === handle) ?? MODERATOR;
    return voice_hash == null ? MODERATOR : { account: null, voiceHash: voice_hash };
  };
  const readHandles = async () => {
    const { rows } = await pool.query<{ id: string; handle: string }>('SELECT id, handle FROM author');
    return new Map(rows.map(({ id, handle }) => [id, handle]));
  };

  const comment = async () => {
    const post = await any('post', 'Post', 'published_at IS NOT NULL');
    if (post === null) return;
    const parent = is(0.6) ? await any('comment', 'Comment', `post_id = '${post.row['id']}'`) : null;
    const as = pick([...READERS, ...VOICES, ...AUTHORS, GUEST]);
    const named = as.account === null && is(0.5) ? { guestName: pick(['Hal', 'Ida']) } : {};
    const key = is(0.3) ? { clientMutationId: `key-${unique()}` } : {};
    const subject = is(0.3) ? { subject: 'A subject' } : {};
    const body = `${pick(BODIES)} ${unique()}`;
    await mutate(
      'createComment',
      { postId: post.id, ...(parent && { parentId: parent.id }), body, ...named, ...key, ...subject },
      as,
    );
  };
  const moderateOne = async (name: string, input: (id: string) => object) => {
    const found = await any('comment', 'Comment');
    if (found !== null) await mutate(name, input(found.id), MODERATOR, `${name} ${JSON.stringify(input(''))}`);
  };

  const actions: (readonly [weight: number, () => Promise<void>])[] = [
    [
      1,
      async () =>
        await mutate(
          'createPost',
          {
            title: `Post ${unique()}`,
            body: pick(BODIES),
            publish: is(0.8),
            ...(is(0.5) && {
              tags: [
                { label: pick(['Energy', 'Rail']), kind: 'TOPIC' },
                { label: 'Acme', kind: 'COMPANY' },
              ],
            }),
          },
          pick(AUTHORS),
        ),
    ],
    [
      0.5,
      async () =>
        await mutate('openDiscussion', { url: `https://pages.example/${unique()}?b=1&a=2`, title: 'A page' }, GUEST),
    ],
    [1, async () => await importSomething(database, { n: (seed % 1_000_000) * 1_000 + (count += 1) })],
    [20, comment],
    [
      4,
      async () => {
        const found = await any('comment', 'Comment');
        if (found === null) return;
        await mutate(
          'editComment',
          { commentId: found.id, body: `${pick(BODIES)} edited ${unique()}` },
          writerOf(found.row, await readHandles()),
        );
      },
    ],
    [
      2,
      async () => {
        const found = await any('comment', 'Comment');
        if (found !== null)
          await mutate('deleteComment', { commentId: found.id }, writerOf(found.row, await readHandles()));
      },
    ],
    [
      2,
      async () =>
        await moderateOne('moderateComment', (commentId) => ({ commentId, action: 'HIDE', reason: 'Off topic.' })),
    ],
    [1, async () => await moderateOne('moderateComment', (commentId) => ({ commentId, action: 'RESTORE' }))],
    [
      1,
      async () =>
        await moderateOne('moderateComment', (commentId) => ({
          commentId,
          action: pick(['LOCK', 'UNLOCK', 'DISMISS_FLAGS']),
        })),
    ],
    [
      1,
      async () =>
        await moderateOne('pinComment', (commentId) => ({
          commentId,
          as: pick(['FIRST_WORD', 'LAST_WORD']),
          on: is(0.8),
        })),
    ],
    [
      5,
      async () => {
        const found = await any('comment', 'Comment');
        if (found !== null)
          await mutate(
            'react',
            { commentId: found.id, kind: pick(['funny', 'insightful']), on: is(0.7) },
            pick([...READERS, ...VOICES]),
          );
      },
    ],
    [
      3,
      async () => {
        const found = await any('comment', 'Comment');
        if (found !== null)
          await mutate(
            'flagComment',
            { commentId: found.id, reason: pick(['SPAM', 'ABUSE']), note: 'Look.' },
            pick([...READERS, ...VOICES]),
          );
      },
    ],
    [
      2,
      async () => {
        const found = await any('post', 'Post');
        const input = pick([
          { title: `Title ${unique()}` },
          { commentsOpen: is(0.7) },
          { publish: is(0.8) },
          { tags: [{ label: pick(['Rail', 'Water']) }] },
          { tags: [] },
          { body: pick(BODIES) },
        ]);
        if (found !== null) await mutate('updatePost', { postId: found.id, ...input }, MODERATOR);
      },
    ],
    [
      1,
      async () => {
        const found = await any('post', 'Post');
        if (found !== null)
          await mutate(
            'setPremoderation',
            { postId: found.id, premoderation: pick([['GUESTS'], ['ALL'], ['LINKS'], null]) },
            ADMIN,
          );
      },
    ],
    [
      3,
      async () => {
        const found = await any('held_comment', 'HeldComment', `status = 'HELD'`);
        if (found === null) return;
        if (is(0.2))
          await mutate('withdrawHeldComment', { heldCommentId: found.id }, writerOf(found.row, await readHandles()));
        else
          await mutate('decideHeldComment', { heldCommentId: found.id, approve: is(0.6), reason: 'Read.' }, MODERATOR);
      },
    ],
    [0.5, async () => await moderateOne('muteCommenter', (commentId) => ({ commentId, reason: 'Rude.' }))],
    [
      1,
      async () => {
        const found = await any('mute', 'Mute');
        if (found !== null) await mutate('endMute', { muteId: found.id }, MODERATOR);
      },
    ],
    [
      0.4,
      async () => {
        const found = await any('author', 'Author', `handle LIKE 'reader-%'`);
        if (found !== null) await mutate('erasePerson', { authorId: found.id, confirm: found.row['handle'] }, ADMIN);
      },
    ],
    [
      0.3,
      async () => {
        const found = await any('comment', 'Comment', 'author_id IS NULL');
        if (found !== null)
          await mutate('erasePerson', { commentId: found.id, confirm: found.id }, ADMIN, 'erase a guest');
      },
    ],
    [
      0.3,
      async () => await mutate('claimVoice', {}, { account: pick(READERS).account, voiceHash: pick(VOICES).voiceHash }),
    ],
  ];
  const total = actions.reduce((sum, [weight]) => sum + weight, 0);

  return {
    done,
    async step() {
      let place = random() * total;
      for (const [weight, act] of actions) {
        place -= weight;
        if (place < 0) {
          await act();
          return;
        }
      }
    },
  };
}

/** A generator of the numbers from 0 to 1 that a seed gives. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
