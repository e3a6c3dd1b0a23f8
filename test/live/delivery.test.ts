import { expect, onTestFinished, test } from 'vitest';
import { createDelivery } from '../../src/live/delivery/delivery.ts';
import { SourceStream } from '../../src/live/delivery/source-stream.ts';
import type { Feed, LiveEvent } from '../../src/live/feeds/feed.ts';
import type { Hub } from '../../src/live/doorbell/hub.ts';
import type { EventResult, Subscriber } from '../../src/live/delivery/subscriber.ts';
import { NOBODY } from '../../src/session/session.ts';
import { CodedError } from '../../src/errors/coded-error.ts';

const POST = 'a post';

interface Named extends LiveEvent {
  readonly name?: string;
}

/** A log in memory that counts its reads. */
function aLog() {
  const log = {
    end: 0,
    reads: 0,
    failures: 0,
    isOver: false,
    /** Whether a channel listens to it. */
    isHeard: false,
    /** Edits of events, by position. */
    texts: new Map<number, string>(),
    /** The last event, after which a read fails with the reason. */
    hasFarewell: false,
    /** Delays a read between what it finds and its answer. */
    afterFinding: (_after: number): Promise<void> => Promise.resolve(),
    wake: () => {},
  };
  const feed: Feed<Named> = {
    key: 'feed',
    topic: POST,
    async read(after) {
      log.reads += 1;
      await new Promise((resolve) => setImmediate(resolve));
      if (log.isOver && log.hasFarewell && after < log.end)
        return [{ position: log.end, name: 'farewell', isLast: true }];
      if (log.isOver) throw new CodedError('NOT_FOUND', 'Over.');
      if (log.failures > 0) {
        log.failures -= 1;
        throw new Error('away');
      }
      const found = Array.from({ length: Math.min(50, log.end - after) }, (_, index): Named => {
        const position = after + index + 1;
        const name = log.texts.get(position);
        return { position, ...(name !== undefined && { name }) };
      });
      await log.afterFinding(after);
      return found;
    },
  };
  const hub: Hub = {
    listen(_topic, wake) {
      log.wake = wake;
      log.isHeard = true;
      return () => (log.isHeard = false);
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
        if (reader.room !== null) return reader.room;
        got.push(json);
        if (until !== null && got.length >= until.count) until.resolve();
        return undefined;
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
  { after = log.end, key = 'document', opening = [] as Named[], execute = executeForAll } = {},
) {
  const reader = aReader();
  const start = { after, end: log.end, opening };
  const source = new SourceStream({ feed, start, viewpoint: NOBODY });
  const leave = delivery.subscribe(source, { execution: { key, execute }, subscriber: reader.subscriber });
  return { ...reader, leave, reader };
}

function executeForAll({ position, name }: Named): Promise<EventResult | null> {
  return Promise.resolve({ json: name ?? String(position), cursor: null });
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
  for (const { got } of slow) expect(got).toEqual([]);
  for (const { reader } of slow) reader.room = null;
  makeRoom();
  for (const { gets } of slow) expect(await gets(500)).toEqual(numbers(1, 500));
});

test('an opening is sent first, to its own subscriber only', async () => {
  const log = aLog();
  log.log.end = 2;
  const one = follow(log, { after: 1, opening: [{ position: 1, name: 'ready 1' }] });
  const other = follow(log, { after: 2, opening: [{ position: 2, name: 'ready 2' }] });
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

test('a reader that is behind when a feed is over gets its last event, and then the reason', async () => {
  const log = aLog();
  const [quick, slow] = [follow(log), follow(log)];
  const quickEnd = new Promise((resolve) => (quick.reader.subscriber.end = resolve));
  const slowEnd = new Promise((resolve) => (slow.reader.subscriber.end = resolve));
  const room = aGate();
  slow.reader.room = room.wait();
  log.write();
  await quick.gets(1);

  Object.assign(log.log, { isOver: true, hasFarewell: true });
  log.write();

  expect(await quickEnd).toMatchObject({ code: 'NOT_FOUND' });
  expect(quick.got).toEqual(['1', 'farewell']);
  slow.reader.room = null;
  room.letGo();
  expect(await slowEnd).toMatchObject({ code: 'NOT_FOUND' });
  expect(slow.got).toEqual(['farewell']);
  expect(log.delivery.counts.subscribers).toBe(0);
  expect(log.log.isHeard).toBe(false);
});

/** Something that waits until it is let go. */
function aGate() {
  let letGo = () => {};
  let reach = () => {};
  const open = new Promise<void>((resolve) => (letGo = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  return {
    letGo,
    reached,
    wait(): Promise<void> {
      reach();
      return open;
    },
  };
}

test('a client without room gets an event later as it is then', async () => {
  const log = aLog();
  const slow = follow(log);
  const quick = follow(log);
  const room = aGate();
  slow.reader.room = room.wait();
  log.write(2);
  await quick.gets(2);

  log.log.texts.set(1, 'edited');
  slow.reader.room = null;
  room.letGo();

  expect(await slow.gets(2)).toEqual(['edited', '2']);
  expect(quick.got).toEqual(['1', '2']);
});

test('who comes while the channel reads gets nothing that it found before', async () => {
  const log = aLog();
  const early = follow(log);
  const gate = aGate();
  log.log.afterFinding = gate.wait;
  log.write();
  await gate.reached;

  log.log.afterFinding = () => Promise.resolve();
  log.log.texts.set(1, 'edited');
  log.log.end = 2; // the edit, whose ring is still to come
  const late = follow(log, { after: 0 });
  gate.letGo();

  expect(await late.gets(2)).toEqual(['edited', '2']);
  expect(await early.gets(1)).toEqual(['1']);
});

test('who comes while earlier events are delivered gets nothing that was read with them', async () => {
  const log = aLog();
  const gate = aGate();
  const execute = async (event: Named) => {
    if (event.position === 1) await gate.wait();
    return await executeForAll(event);
  };
  const early = follow(log, { execute });
  log.write(2);
  await gate.reached;

  log.log.texts.set(2, 'edited');
  log.log.end = 3; // the edit
  const late = follow(log, { after: 1, execute });
  const opened = follow(log, { after: 1, opening: [{ position: 1, name: 'ready' }], execute });
  gate.letGo();

  expect(await late.gets(2)).toEqual(['edited', '3']);
  expect(await opened.gets(3)).toEqual(['ready', 'edited', '3']);
  expect((await early.gets(2)).slice(0, 2)).toEqual(['1', '2']);
});

test('who comes while another catches up from the same place gets nothing that was read for the other', async () => {
  const log = aLog();
  log.log.end = 1;
  const gate = aGate();
  // The channel's own read, from the end, finds nothing.
  log.log.afterFinding = (after) => (after === 0 ? gate.wait() : Promise.resolve());
  const first = follow(log, { after: 0 });
  await gate.reached;

  log.log.texts.set(1, 'edited');
  const second = follow(log, { after: 0 });
  const third = follow(log, { after: 0 });
  gate.letGo();

  expect(await first.gets(1)).toEqual(['1']);
  expect(await second.gets(1)).toEqual(['edited']);
  expect(await third.gets(1)).toEqual(['edited']);
  // The second and the third read together, and so share the execution.
  expect(log.delivery.counts.executions).toBe(2);
});
