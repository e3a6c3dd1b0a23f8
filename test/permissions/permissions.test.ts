// Every mutation, query and stream, by every standing, to what is the viewer's own and to what is not, through every door.
import { afterAll, expect, test } from 'vitest';
import { startServer } from '../../src/app/serve.ts';
import { createTransfers } from '../../src/app/transfers/transfers.ts';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import { schema } from '../../src/graphql/schema.ts';
import { createDiscussionFile } from '../../src/pages/discussion/discussion-file.ts';
import { may, RULES, STANDINGS } from '../../src/session/policy.ts';
import type { Standing } from '../../src/session/policy.ts';
import type { Identity } from '../../src/session/session.ts';
import { anAccount, aVoice, openTestApi, serverOptions } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { Door, overHttp, overWebSocket } from './doors.ts';
import type { Result } from './doors.ts';
import { Stage } from './stage.ts';
import { TRIALS, WITHOUT_RIGHTS } from './trials.ts';
import type { Trial } from './trials.ts';

const database = await openTestDatabase();
const api = openTestApi(database, { hasGuestReactions: true });
const options = serverOptions(api);
const transfers = createTransfers({ services: api.services, logger: options.logger, limits: DEFAULT_LIMITS });
const service = await startServer({
  ...options,
  routes: [createDiscussionFile(api.services), ...transfers.routes],
});
afterAll(() => service.close());

const secret = api.services.config.authSecret ?? '';
const doors = { HTTP: overHttp(service.url), WebSocket: overWebSocket(service.url) };
const door = new Door(doors.HTTP, database.pool);

test('every root field has a trial, or no rights of its own, and every rule is tried', () => {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const fields = roots.flatMap((type) => Object.keys(type?.getFields() ?? {}));
  const tried = TRIALS.map(({ field }) => /^\w+/.exec(field)?.[0]);

  expect(fields.filter((field) => !tried.includes(field) && !WITHOUT_RIGHTS.includes(field))).toEqual([]);
  const actions = Object.keys(RULES).filter((action) => TRIALS.every((trial) => trial.action !== action));
  expect(actions).toEqual([PAGE, ...TRANSFERS.map(({ action }) => action)]); // below
});

test.each(TRIALS)('$field: $action', async (trial) => {
  for (const standing of STANDINGS) {
    for (const isOwn of standing === 'ANYBODY' ? [false] : [false, true]) {
      for (const [name, send] of Object.entries(doors)) {
        const stage = await Stage.of(standing, { door, secret });
        const variables = await trial.prepare(stage, isOwn && isPossible(trial, standing));
        const result = await send({ query: trial.document, variables }, stage.viewer);

        const expected = may(identityOf(standing), trial.action, { isOwn: isOwn && isPossible(trial, standing) });
        expect([name, standing, isOwn, isDone(result), result]).toEqual([name, standing, isOwn, expected, result]);
      }
    }
  }
});

/** What is a page, and no field. */
const PAGE = 'exportDiscussion';

test(`/posts/:slug/discussion.json: ${PAGE}`, async () => {
  for (const standing of STANDINGS) {
    for (const isOwn of ['ANYBODY', 'VOICE'].includes(standing) ? [false] : [false, true]) {
      const stage = await Stage.of(standing, { door, secret });
      const id = await stage.aPost({ isOwn });
      const { node } = await door.read(`{ node(id: "${id}") { ... on Post { slug } } }`, stage.viewer);
      const { status } = await fetch(`${service.url}/posts/${node.slug}/discussion.json`, { headers: stage.viewer });

      expect([standing, isOwn, status === 200]).toEqual([standing, isOwn, may(identityOf(standing), PAGE, { isOwn })]);
    }
  }
});

const TRANSFERS = [
  { action: 'exportSite', path: '/admin/archive', method: 'GET' },
  { action: 'importSite', path: '/admin/import', method: 'POST' },
] as const;

test.each(TRANSFERS)('$path: $action', async ({ action, path, method }) => {
  for (const standing of STANDINGS) {
    const { viewer } = await Stage.of(standing, { door, secret });
    const response = await fetch(`${service.url}${path}`, { method, headers: viewer });
    await response.text();

    // Who may import sends no file here, and is told so.
    const isAllowed = [200, 422].includes(response.status);
    expect([standing, isAllowed]).toEqual([standing, may(identityOf(standing), action)]);
  }
});

/** A guest writes comments, and has nothing else. */
function isPossible({ field }: Trial, standing: Standing): boolean {
  return standing !== 'VOICE' || !/Api|API|draft|updatePost|setPremoderation/.test(field);
}

/** What only some may do is refused with a code, or not there. */
function isDone({ data, errors = [] }: Result): boolean {
  for (const { extensions, message } of errors) {
    if (extensions?.code !== 'FORBIDDEN' && extensions?.code !== 'NOT_FOUND') throw new Error(message);
  }
  const [value] = Object.values((data ?? {}) as Record<string, unknown>);
  const [first] = Array.isArray(value) ? (value as unknown[]) : [value];
  if (typeof first !== 'object' || first === null) return errors.length === 0 && (first ?? null) !== null;
  if ('__typename' in first) return !['ForbiddenError', 'NotFoundError'].includes(String(first.__typename));
  return Object.values(first).every((field) => field !== null);
}

function identityOf(standing: Standing): Identity {
  if (standing === 'ANYBODY') return { account: null, voiceHash: null };
  return standing === 'VOICE' ? aVoice('a') : anAccount('a', standing);
}
