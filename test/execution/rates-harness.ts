import { DEFAULT_LIMITS, type Limits } from '../../src/config/limits.ts';
import { createMemoryStore } from '../../src/execution/rates/memory-store.ts';
import { createRates, type IsRetry, type Rates } from '../../src/execution/rates/rates.ts';
import { aPost, ask, openInProcess, type Answer, type Settings } from '../http/stand-in.ts';

export const HOME = '203.0.113.9';
export const ELSEWHERE = '203.0.113.10';

/** Rates in memory, of a client that repeats nothing. */
export function someRates(limits: Partial<Limits> = {}, isRetry: IsRetry = () => Promise.resolve(false)): Rates {
  return createRates({
    limits: { ...DEFAULT_LIMITS, ...limits },
    store: createMemoryStore({ keys: DEFAULT_LIMITS.rateKeys }),
    isRetry,
  });
}

/** What makes a server count: rates, and the connections of each client. */
export function counting(limits: Partial<Limits> = {}): Settings {
  return { rates: someRates(limits), limits, config: { hasRates: true } };
}

interface Sent {
  readonly peer?: string;
  readonly headers?: Record<string, string>;
  readonly accept?: string;
}

/** A server in process, and how to ask it as if from an address. */
export function openCounting(limits: Partial<Limits> = {}, settings: Settings = {}) {
  const { standIn, fetch } = openInProcess({ ...counting(limits), ...settings });
  const send = async (query: string, { peer = HOME, ...options }: Sent = {}): Promise<Answer> =>
    await ask({ fetch: (request) => fetch(request, { peer }) }, aPost(query, options));
  return { standIn, fetch, send };
}

/** A guest's secret. */
export function aSecret(name: string): Record<string, string> {
  return { 'colloquy-voice': name.padEnd(32, '-') };
}

/** How many of a number of requests, one after the other, are answered. */
export async function countAnswers(times: number, send: () => Promise<Answer>): Promise<number> {
  let answered = 0;
  for (let time = 0; time < times; time += 1) answered += (await send()).status === 200 ? 1 : 0;
  return answered;
}
