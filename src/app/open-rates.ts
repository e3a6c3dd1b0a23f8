import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { Limits } from '../config/limits.ts';
import type { Database } from '../data/database/database.ts';
import { isRetry } from '../domain/writing/mutation-key.ts';
import type { CounterStore } from '../execution/rates/counter-store.ts';
import { Outage } from '../observe/outage.ts';
import { createMemoryStore } from '../execution/rates/memory-store.ts';
import { createRates, NO_RATES, type Rates } from '../execution/rates/rates.ts';

interface RatesOptions {
  readonly config: Config;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly database: Database;
}

/** Rates that all instances share through Redis where there is one, and that each counts by itself otherwise. */
export async function openRates(options: RatesOptions): Promise<{ rates: Rates; close: () => Promise<void> }> {
  const { config, limits, database } = options;
  if (!config.hasRates) return { rates: NO_RATES, close: () => Promise.resolve() };

  const store = await openStore(options);
  const rates = createRates({ limits, store, isRetry: (client, write) => isRetry({ database }, client, write) });
  return { rates, close: () => store.close() };
}

async function openStore({ config, limits, logger }: RatesOptions): Promise<CounterStore> {
  const { redisUrl, voiceSecret } = config;
  if (redisUrl === null) return createMemoryStore({ keys: limits.rateKeys });

  const text = 'cannot count rates in Redis; until it can, this instance counts by itself';
  const outage = new Outage({ logger, text });
  // Loaded where there is one: a start without it is quicker.
  const { createRedisStore } = await import('../execution/rates/redis-store.ts');
  return createRedisStore({
    ...{ redisUrl, secret: voiceSecret, keys: limits.rateKeys, answerMs: limits.rateStoreMs },
    onOpened: () => outage.end('rates are counted in Redis again'),
    onError: (error) => outage.tell(error),
  });
}
