/** A key to count under, and what the library passes with it: points, seconds, and more that is not needed. */
export interface CountOptions {
  readonly keys: readonly string[];
  readonly arguments: readonly string[];
}

/** Runs a script in Redis. */
type Evaluate = (script: string, options: { keys: string[]; arguments: string[] }) => Promise<unknown>;

interface Waiting {
  readonly key: string;
  readonly points: string;
  readonly seconds: string;
  readonly resolve: (counted: unknown) => void;
  readonly reject: (error: unknown) => void;
}

// What the library's own script does with one key, for many.
const COUNT = `
local counted = {}
for i, key in ipairs(KEYS) do
  local points, seconds = ARGV[2 * i - 1], ARGV[2 * i]
  redis.call('set', key, 0, 'EX', seconds, 'NX')
  local consumed = redis.call('incrby', key, points)
  local ttl = redis.call('pttl', key)
  if ttl == -1 then
    redis.call('expire', key, seconds)
    ttl = 1000 * seconds
  end
  counted[i] = {consumed, ttl}
end
return counted
`;

/**
 * Counts under many keys by one command. The library sends one for each window of each owner, six for a guest's query, and
 * they would cost more than the query.
 */
export function batchCounts(evaluate: Evaluate): (options: CountOptions) => Promise<unknown> {
  let waiting: Waiting[] = [];

  async function flush(): Promise<void> {
    const batch = waiting;
    waiting = [];
    try {
      const counted = await evaluate(COUNT, {
        keys: batch.map(({ key }) => key),
        arguments: batch.flatMap(({ points, seconds }) => [points, seconds]),
      });
      if (!Array.isArray(counted)) throw new Error('Expected Redis to answer with a list.');
      batch.forEach(({ resolve }, index) => resolve(counted[index]));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return async ({ keys: [key = ''], arguments: [points = '', seconds = ''] }) => {
    if (waiting.length === 0) queueMicrotask(() => void flush());
    return await new Promise((resolve, reject) => waiting.push({ key, points, seconds, resolve, reject }));
  };
}
