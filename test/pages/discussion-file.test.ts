import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInProcessServer } from '../../src/app/serve.ts';
import { signToken } from '../../src/execution/identity/token.ts';
import { createDiscussionFile } from '../../src/pages/discussion/discussion-file.ts';
import { anAccountOf, aComment, aPost } from '../harness/fixtures.ts';
import { openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { countStatements } from '../harness/statements.ts';

interface File {
  readonly format: string;
  readonly version: number;
  readonly post: { readonly title: string; readonly body: string; readonly author: { readonly handle: string } };
  readonly comments: readonly {
    readonly number: number;
    readonly status: string;
    readonly body: string | null;
    readonly parent: { readonly number: number } | null;
  }[];
}

const COMMENTS = 230; // three pages
const WITHDRAWN = 7;
const READER = { subject: 'another', handle: 'another' };

const database = await openTestDatabase();
const api = openTestApi(database);
const statements = countStatements(database);
const { fetch, close } = createInProcessServer({ ...serverOptions(api), routes: [createDiscussionFile(api.services)] });
afterAll(close);

/** As {@link AN_AUTHOR}, who writes the posts. */
const WRITER = { subject: 'an-author', handle: 'an-author', role: 'AUTHOR' } as const;
let postId = '';
beforeAll(async () => {
  ({ id: postId } = await aPost(api, { slug: 'bread', title: 'Bread & butter', body: 'A *long* text.' }));
  await aPost(api, { slug: 'draft', publish: false });
  const ids: string[] = [];
  for (let at = 0; at < COMMENTS; at += 1) {
    const parentId = at % 3 === 2 ? (ids[at - 1] ?? null) : null;
    ids.push((await aComment(api, { postId, parentId, body: `Remark ${at + 1}` }, anAccountOf(at % 5))).comment.id);
  }
  const document = 'mutation ($input: DeleteCommentInput!) { deleteComment(input: $input) { __typename } }';
  const input = { commentId: ids[WITHDRAWN - 1] };
  await api.data([document, { input }, anAccountOf((WITHDRAWN - 1) % 5)]);
});

async function get(
  slug: string,
  as: Parameters<typeof signToken>[0] | null,
  init: { method?: string; authorization?: string } = {},
): Promise<Response> {
  const secret = api.services.config.authSecret ?? '';
  const authorization =
    init.authorization ?? (as === null ? null : `Bearer ${await signToken(as, { secret, expiresIn: 60 })}`);
  const headers = authorization === null ? {} : { authorization };
  const { method = 'GET' } = init;
  return await fetch(new Request(`http://127.0.0.1:4000/posts/${slug}/discussion.json`, { method, headers }));
}

describe('the file of a discussion', () => {
  test('has the post and every comment once and in order, with the shape of a thread', async () => {
    const response = await get('bread', WRITER);
    const file = (await response.json()) as File;

    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="bread.json"');
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(file).toMatchObject({
      ...{ format: 'colloquy-discussion', version: 1 },
      post: { title: 'Bread & butter', body: 'A *long* text.', author: { handle: 'an-author' } },
    });
    expect(file.comments.map(({ number }) => number)).toEqual(Array.from({ length: COMMENTS }, (_, at) => at + 1));
    expect(file.comments[3]?.body).toBe('Remark 4');
    expect(file.comments[2]?.parent?.number).toBe(2);
  });

  test('has no text of a comment that was withdrawn, also for its author and for moderators', async () => {
    for (const as of [WRITER, { ...READER, role: 'MODERATOR' as const }]) {
      const text = await (await get('bread', as)).text();

      expect((JSON.parse(text) as File).comments[WITHDRAWN - 1]).toMatchObject({ status: 'DELETED', body: null });
      expect(text).not.toContain(`"Remark ${WITHDRAWN}"`);
    }
  });

  test('ends with the newest comment at its start', async () => {
    const { id } = await aPost(api, { slug: 'busy' });
    for (let at = 0; at < 101; at += 1) await aComment(api, { postId: id });
    const body = (await get('busy', WRITER)).body?.getReader();
    const first = await body?.read();

    await aComment(api, { postId: id, body: 'Too late.' });
    let text = new TextDecoder().decode(first?.value);
    for (let part = await body?.read(); part?.done === false; part = await body?.read()) {
      text += new TextDecoder().decode(part.value);
    }

    expect((JSON.parse(text) as File).comments).toHaveLength(101);
  });

  test('is read no further when nobody takes it', async () => {
    const body = (await get('bread', WRITER)).body?.getReader();
    await body?.read();
    await body?.cancel();
    statements.reset();

    await new Promise((resolve) => setImmediate(resolve));

    expect(statements.texts).toEqual([]);
  });

  test.each<[string, string, Parameters<typeof signToken>[0] | null, number]>([
    ['a moderator', 'bread', { ...READER, role: 'MODERATOR' }, 200],
    ['its author, before it is published', 'draft', WRITER, 200],
    ['nobody', 'bread', null, 401],
    ['another account', 'bread', READER, 403],
    ['another author', 'bread', { ...READER, role: 'AUTHOR' }, 403],
    ['another account, of a draft', 'draft', READER, 404],
    ['whoever asks for what is not there', 'none', WRITER, 404],
    ['whoever asks for what is no slug', 'B%00d', WRITER, 404],
  ])('%s: %s', async (_who, slug, as, status) => {
    const response = await get(slug, as);

    expect(response.status).toBe(status);
    if (status !== 200) expect(await response.text()).toMatch(/^(Expected|There is no) .+\.\n$/);
  });

  test('is not given for a token that is not valid', async () => {
    const response = await get('bread', null, { authorization: 'Bearer garbage' });

    expect([response.status, await response.json()]).toMatchObject([
      401,
      { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
  });

  test('has headers alone for HEAD, and no other method', async () => {
    const head = await get('bread', WRITER, { method: 'HEAD' });

    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await get('bread', WRITER, { method: 'DELETE' })).status).toBe(405);
  });
});
