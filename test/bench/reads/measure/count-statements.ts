import { setTimeout } from 'node:timers/promises';
import type { Case } from '../cases.ts';
import type { Contestant } from '../servers/contestant.ts';
import { startContestant } from '../servers/start-contestant.ts';
import type { Subjects } from '../subjects.ts';
import { COMPARED, readAnswers } from './compare.ts';
import { startStatementProxy, type Asked, type StatementProxy } from './statement-proxy.ts';

interface Where {
  readonly databaseUrl: string;
  readonly control: string;
  readonly node: string;
}

const SETTLED = 700; // milliseconds, in which a server does what a request leaves it to do

/**
 * The statements of a request of each case, in a server of its own that is not timed. Some requests are sent one by one; what
 * they leave to be done in the background counts, what an idle server does in as long a time is subtracted.
 */
export async function countStatements(
  contestant: Contestant,
  { cases, subjects, ...where }: Where & { cases: readonly Case[]; subjects: Subjects },
): Promise<ReadonlyMap<string, Asked>> {
  if (cases.length === 0) return new Map();
  const proxy = await startStatementProxy(where.databaseUrl);
  try {
    const running = await startContestant(contestant, { ...where, databaseUrl: proxy.databaseUrl });
    try {
      const tokens = await contestant.tokensOf(subjects.writers);
      const counts = new Map<string, Asked>();
      for (const one of cases) {
        const send = async (from: number) => void (await readAnswers(contestant.name, { running, tokens, one, from }));
        await send(COMPARED); // the first time, a connection prepares what it will use again
        counts.set(one.name, await count(proxy, () => send(2 * COMPARED)));
      }
      return counts;
    } finally {
      await running.close();
    }
  } finally {
    await proxy.close();
  }
}

async function count(proxy: StatementProxy, send: () => Promise<void>): Promise<Asked> {
  await setTimeout(SETTLED);
  proxy.take();
  const began = performance.now();
  await send();
  await setTimeout(SETTLED);
  const busy = proxy.take();
  await setTimeout(performance.now() - began);
  const idle = proxy.take();
  return {
    statements: (busy.statements - idle.statements) / COMPARED,
    roundTrips: (busy.roundTrips - idle.roundTrips) / COMPARED,
  };
}
