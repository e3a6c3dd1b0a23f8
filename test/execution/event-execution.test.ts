import { buildSchema, parse } from 'graphql';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../../src/config/limits.ts';
import { DatabaseUnavailableError } from '../../src/data/database/database-error.ts';
import { isDatabaseAway } from '../../src/data/database/database-away.ts';
import { resolveOperation } from '../../src/execution/documents/documents.ts';
import { Executor } from '../../src/execution/executor/executor.ts';
import { EventFailedError, shareExecution } from '../../src/execution/subscriptions/event-execution.ts';
import { Budget } from '../../src/session/budget.ts';
import { NOBODY } from '../../src/session/session.ts';
import { TimeSlices } from '../../src/session/time-slices.ts';

const schema = buildSchema(`
  type Query { a: Int }
  type Subscription { added: Added }
  type Added { text: String }
`);

const document = parse('subscription { added { text } }');

function anExecution(text: () => unknown, given: Partial<Limits> = {}) {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const slices = new TimeSlices();
  const signals: AbortSignal[] = [];
  const shared = shareExecution({
    query: { document, operation: resolveOperation(document, null), variables: {} },
    executor: new Executor({ schema }),
    key: 'a key',
    viewpoint: NOBODY,
    createContext: (_session, { signal }) => {
      signals.push(signal);
      return {};
    },
    createBudget: (work) => new Budget({ limits, slices, ...work }),
    logger: pino({ level: 'silent' }),
    now: () => new Date(),
    limits,
  });
  const event = { position: 1, added: { text } };
  return { execute: () => shared.execute(event), signals };
}

test('an event that takes too long fails, so that it is tried again, and what it still does is not wanted', async () => {
  const { execute, signals } = anExecution(() => new Promise(() => {}), { executionMs: 10 });

  const failed = await execute().catch((error: unknown) => error);

  expect(failed).toBeInstanceOf(EventFailedError);
  expect(failed).toMatchObject({ cause: { message: 'The event took longer than 0.01 seconds and was ended.' } });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test('the failure of an event tells that the database was away', async () => {
  const away = new DatabaseUnavailableError('Away.', { cure: 'Wait.' });
  const { execute } = anExecution(() => Promise.reject(away));

  const failed = await execute().catch((error: unknown) => error);

  expect(failed).toMatchObject({ cause: away });
  expect(isDatabaseAway(failed)).toBe(true);
});

test('an event that is executed in time is a result', async () => {
  const { execute } = anExecution(() => Promise.resolve('text'));

  await expect(execute()).resolves.toMatchObject({ json: '{"data":{"added":{"text":"text"}}}' });
});
