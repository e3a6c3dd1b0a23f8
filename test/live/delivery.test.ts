import { expect, onTestFinished, test } from 'vitest';
import { createDelivery } from '../../src/live/delivery/delivery.ts';
import { SourceStream } from '../../src/live/delivery/source-stream.ts';
import type { Feed, LiveEvent } from '../../src/live/feeds/feed.ts';
import type { Hub } from '../../src/live/doorbell/hub.ts';
import type { EventResult, Subscriber } from '../../src/live/delivery/subscriber.ts';
import { NOBODY } from '../../src/session/session.ts';
import { CodedError } from '../../src/errors/coded-error.ts';

const POST = 'a post';

/** A log in memory that counts its reads. */
function aLog() {
  const log = {
    end: 0,
    reads: 0,
    failures: 0,
    isOver: false,
    wake: () => {},
  };
  const feed: Feed<LiveEvent> = {
    key: 'feed',
    topic: POST,
    async read(after) {
      log.reads += 1;
      await new Promise((resolve) => setImmediate(resolve));
      if (log.isOver) throw new CodedError('NOT_FOUND', 'Over.');
      if (log.failures > 0) {
        log.failures -= 1;
        throw new Error('away');
      }
      return Array.from({ length: Math.min(50, log.end - after) }, (_, index) => ({ position: after + index + 1 }));
    },
  };
  const hub: Hub = {
    listen(_topic, wake) {
      log.wake = wake;
      return () => {};
    },
    close: () => {},
  };
  const errors: unknown[] = [];
  const delivery = createDelivery({ hub, onError: (error) => errors.push(error) });
  onTestFinished(() => delivery.close());

  function write(count = 1): void {
    log.end += count;
    log.wake();
  }
  return { log, feed, delivery, errors, write };
}

type Log = ReturnType<typeof aLog>;

interface Reader {
  readonly got: string[];
  readonly ends: unknown[];
  room: Promise<void> | null;
  readonly subscriber: { send: Subscriber['send']; execute: Subscriber['execute']; end: Subscriber['end'] };
  gets(count: number): Promise<string[]>;
}

/** A subscriber that keeps its results, and may have no room. */
function aReader(): Reader {
  const got: string[] = [];
  let until: { count: number; resolve: () => void } | null = null;
  const reader: Reader = {
    got,
    ends: [],
    room: null,
    subscriber: {
      send({ json }: EventResult) {
        got.push(json);
        if (until !== null && got.length >= until.count) until.resolve();
        return reader.room ?? undefined;
      },
      execute: ({ position }: LiveEvent) => Promise.resolve({ json: `own ${position}`, cursor: null }),
      end: (error?: unknown) => void reader.ends.push(error),
    },
    async gets(count: number): Promise<string[]> {
      if (got.length < count) await new Promise<void>((resolve) => (until = { count, resolve }));
      return got;
    },
  };
  return reader;
}

function follow(
  { delivery, feed, log }: Log,
  { after = log.end, key = 'document', opening = [] as LiveEvent[], execute = executeForAll } = {},
) {
  const reader = aReader();
  const start = { after, end: log.end, opening };
  const source = new SourceStream({ feed, start, viewpoint: NOBODY });
  const leave = delivery.subscribe(source, { execution: { key, execute }, subscriber: reader.subscriber });
  return { ...reader, leave, reader };
}

function executeForAll({ position, key }: LiveEvent): Promise<EventResult | null> {
  return Promise.resolve({ json: key ?? String(position), cursor: null });
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

test('an event is read once, and executed once for all subscribers that ask the same', async () => {
  const log = aLog();
  const readers = Array.from({ length: 200 }, () => follow(log));
  const others = Array.from({ length: 3 }, () => follow(log, { key: 'another document' }));
  await Promise.resolve();
  // The read for the first subscriber, which finds events written while it subscribed.
  await new Promise((resolve) => setTimeout(resolve, 5));
  const before = log.log.reads;

  log.write();
  await Promise.all([...readers, ...others].map(({ gets }) => gets(1)));

  expect(log.log.reads - before).toBe(1);
  expect(log.delivery.counts).toEqual({ subscribers: 203, executions: 2, deliveries: 203 });
});

test('each subscriber gets every event after its own position, once and in order', async () => {
  const log = aLog();
  log.log.end = 120;
  const early = [0, 3, 60, 119, 120].map((after) => ({ after, ...follow(log, { after }) }));
  log.write(30);
  await early[4]?.gets(1);
  const late = [0, 100, 150].map((after) => ({ after, ...follow(log, { after }) }));
  log.write(10);

  for (const { after, gets } of [...early, ...late]) {
    expect(await gets(160 - after)).toEqual(numbers(after + 1, 160));
  }
});

test('a client that does not read costs a position, and delays no other; it catches up when it has room', async () => {
  const log = aLog();
  const slow = Array.from({ length: 300 }, () => follow(log));
  const quick = follow(log);
  let makeRoom = () => {};
  const room = new Promise<void>((resolve) => (makeRoom = resolve));
  for (const { reader } of slow) reader.room = room;

  log.write(500);

  expect(await quick.gets(500)).toEqual(numbers(1, 500));
  for (const { got } of slow) expect(got.length).toBeLessThanOrEqual(1);
  for (const { reader } of slow) reader.room = null;
  makeRoom();
  for (const { gets } of slow) expect(await gets(500)).toEqual(numbers(1, 500));
});

test('an opening is sent first, to its own subscriber only', async () => {
  const log = aLog();
  log.log.end = 2;
  const one = follow(log, { after: 1, opening: [{ position: 1, key: 'ready 1' }] });
  const other = follow(log, { after: 2, opening: [{ position: 2, key: 'ready 2' }] });
  log.write();

  expect(await one.gets(3)).toEqual(['ready 1', '2', '3']);
  expect(await other.gets(2)).toEqual(['ready 2', '3']);
});

test('what depends on the viewer is executed for each subscriber, and never shared', async () => {
  const log = aLog();
  const execute = (event: LiveEvent) => (event.position === 2 ? Promise.resolve(null) : executeForAll(event));
  const readers = [follow(log, { execute }), follow(log, { execute })];

  log.write(3);

  for (const { gets } of readers) expect(await gets(3)).toEqual(['1', 'own 2', '3']);
});

test('a read or an execution that fails delays events, and loses none', async () => {
  const log = aLog();
  let failures = 2;
  const execute = (event: LiveEvent) => {
    failures -= 1;
    return failures >= 0 ? Promise.reject(new Error('away')) : executeForAll(event);
  };
  const reader = follow(log, { execute });
  const another = follow(log, { key: 'another document' });
  log.log.failures = 2;

  log.write(3);

  expect(await reader.gets(3)).toEqual(numbers(1, 3));
  expect(await another.gets(3)).toEqual(numbers(1, 3));
  expect(log.errors.length).toBeGreaterThan(0);
  expect(reader.reader.ends).toEqual([]);
});

test('a subscriber that leaves gets nothing more, and the last one closes the channel', async () => {
  const log = aLog();
  const leaver = follow(log);
  const stayer = follow(log);
  log.write();
  await stayer.gets(1);

  leaver.leave();
  log.write();

  expect(await stayer.gets(2)).toEqual(['1', '2']);
  expect(leaver.got).toEqual(['1']);
  stayer.leave();
  const newcomer = follow(log, { after: 0 });
  expect(await newcomer.gets(2)).toEqual(['1', '2']);
});

test('a feed that is over ends every stream with its error', async () => {
  const log = aLog();
  const reader = follow(log);
  const ended = new Promise((resolve) => (reader.reader.subscriber.end = resolve));
  log.log.isOver = true;

  log.write();

  expect(await ended).toMatchObject({ code: 'NOT_FOUND' });
});
