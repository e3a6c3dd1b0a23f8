// Counters that instances share in a Redis. Without it each instance counts by itself, and no request waits or fails.
import { createHmac } from 'node:crypto';
import { createClient } from 'redis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { BrokerClient } from '../../live/doorbell/broker-client.ts';
import type { Connection, ConnectionEvents } from '../../live/doorbell/broker-connection.ts';
import { batchCounts, type CountOptions } from './batch-counts.ts';
import type { CounterStore } from './counter-store.ts';
import { createMemoryStore } from './memory-store.ts';

interface RedisStoreOptions {
  readonly redisUrl: string;
  /** Hashes addresses, so that Redis and its backups do not hold them. The same in every instance. */
  readonly secret: string;
  /** The most counters to keep in memory while Redis is away. */
  readonly keys: number;
  /** Milliseconds in which Redis must answer; else it counts as away. */
  readonly answerMs: number;
  /** Redis counts from now on, for the first time or again. */
  readonly onOpened: () => void;
  readonly onError: (error: unknown) => void;
}

const PREFIX = 'colloquy:rate';

export function createRedisStore(options: RedisStoreOptions): CounterStore {
  const { redisUrl, secret, keys, answerMs, onOpened, onError } = options;
  const broker = new BrokerClient<RedisConnection>({
    connect: (events) => connect(redisUrl, events),
    heard: () => undefined, // it subscribes to nothing
    opened: onOpened,
    onError,
  });
  const memory = createMemoryStore({ keys });

  const count = batchCounts(async (script, options) => {
    const connection = broker.current;
    if (connection === null) throw new Error('There is no connection to Redis.');
    return await inTime(connection.eval(script, options), {
      milliseconds: answerMs,
      onLate: () => {
        broker.lose(new Error(`Redis did not count within ${answerMs} ms.`));
        connection.destroy(); // at once: what waits for it is counted in memory
      },
    });
  });

  /** What the library asks of a client of `redis`. */
  const client = {
    get isReady() {
      return broker.current?.isReady === true;
    },
    eval: (_script: string, options: CountOptions) => count(options),
  };

  void broker.run();
  return {
    createCounter: ({ name, points, seconds }) =>
      new SharedCounter(
        {
          keyPrefix: `${PREFIX}:${name}`,
          ...{ points, duration: seconds },
          storeClient: client,
          useRedisPackage: true,
          rejectIfRedisNotReady: true,
          insuranceLimiter: memory.createCounter({ name, points, seconds }),
        },
        secret,
      ),
    async close() {
      await broker.close();
      await memory.close();
    },
  };
}

class SharedCounter extends RateLimiterRedis {
  readonly #secret: string;

  constructor(options: ConstructorParameters<typeof RateLimiterRedis>[0], secret: string) {
    super(options);
    this.#secret = secret;
  }

  override getKey(key: string | number): string {
    return super.getKey(createHmac('sha256', this.#secret).update(String(key)).digest('base64url'));
  }
}

interface RedisConnection extends Connection {
  readonly isReady: boolean;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

function connect(url: string, { lost }: ConnectionEvents): RedisConnection {
  const client = createClient({
    url,
    name: 'colloquy-rates',
    // BrokerClient connects again, and asks for signs of life; what cannot be counted now is counted in memory.
    socket: { reconnectStrategy: false },
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
  });
  client.on('error', lost);

  return {
    get isReady() {
      return client.isReady;
    },
    async open() {
      await client.connect();
    },
    eval: async (script, options) => await client.eval(script, options),
    async check() {
      await client.ping();
    },
    end: () => client.close(),
    destroy: () => client.destroy(),
  };
}

/** Calls `onLate` where the work takes too long, which must end it. */
async function inTime<Value>(
  work: Promise<Value>,
  { milliseconds, onLate }: { milliseconds: number; onLate: () => void },
): Promise<Value> {
  let isOver = false;
  // A process that was busy itself reads an answer that has come in time before it calls it late.
  const timer = setTimeout(() => setImmediate(() => !isOver && onLate()), milliseconds).unref();
  try {
    return await work;
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}
