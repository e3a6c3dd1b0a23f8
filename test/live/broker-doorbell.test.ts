import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { createBrokerDoorbell } from '../../src/live/doorbell/broker-doorbell.ts';
import type { BrokerConnection, BrokerEvents } from '../../src/live/doorbell/broker-connection.ts';
import { aListener, aRing } from '../harness/rings.ts';

/** A connection whose broker is the test, which decides when something is sent. */
class HeldConnection implements BrokerConnection {
  readonly sent: (readonly string[])[] = [];
  readonly events: BrokerEvents;
  isDestroyed = false;
  readonly #sends = new EventEmitter();
  #answer: { resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(events: BrokerEvents) {
    this.events = events;
  }

  open = () => Promise.resolve();

  send(payloads: readonly string[]): Promise<void> {
    this.sent.push(payloads);
    this.#sends.emit('send');
    return new Promise((resolve, reject) => (this.#answer = { resolve, reject }));
  }

  async nextSend(): Promise<void> {
    await once(this.#sends, 'send');
  }

  async answer(error?: Error): Promise<void> {
    if (error) this.#answer?.reject(error);
    else this.#answer?.resolve();
    await new Promise(setImmediate);
  }

  check = () => Promise.resolve();
  end = () => Promise.resolve();
  destroy() {
    this.isDestroyed = true;
    this.#answer?.reject(new Error('destroyed'));
  }
}

test('rings during a send are sent with the next one, only the last ring of each post', async () => {
  const { doorbell, connections } = await aDoorbell();
  const [first, second] = [aRing(), aRing()];

  doorbell.ring({ ...first, seq: 1 });
  doorbell.ring({ ...first, seq: 2 });
  doorbell.ring({ ...first, seq: 3 });
  doorbell.ring({ ...second, seq: 1 });
  await connections[0]?.answer();

  expect(connections[0]?.sent.map(seqsOf)).toEqual([[1], [3, 1]]);
  await connections[0]?.answer();
  await doorbell.close();
});

test('the first ring is sent at once, and those that follow it within the time for gathering are sent together', async () => {
  const { doorbell, connections } = await aDoorbell({ gatherFor: 50 });

  doorbell.ring(aRing());
  await connections[0]?.answer();
  for (let n = 0; n < 5; n += 1) {
    doorbell.ring(aRing());
    await new Promise(setImmediate);
  }
  const sentAtOnce = connections[0]?.sent.length;
  await connections[0]?.nextSend();

  expect(sentAtOnce).toBe(1);
  expect(connections[0]?.sent.map((payloads) => payloads.length)).toEqual([1, 5]);
  await connections[0]?.answer();
  await doorbell.close();
});

test('an instance ignores its own ring when it comes back, and hears those of others', async () => {
  const { doorbell, connections, heard } = await aDoorbell();
  const [mine, yours] = [aRing(), aRing()];

  doorbell.ring(mine);
  for (const payload of connections[0]?.sent[0] ?? []) connections[0]?.events.heard(payload);
  connections[0]?.events.heard(`${yours.postId} 1 ${randomUUID()}`);

  expect(heard.ringsOf(mine, yours)).toEqual([mine, yours]);
  await connections[0]?.answer();
  await doorbell.close();
});

test('rings whose connection was lost are sent again over the next one', async () => {
  const { doorbell, connections, heard, errors } = await aDoorbell();
  const ring = aRing();

  doorbell.ring({ ...ring, seq: 1 });
  connections[0]?.events.lost(new Error('lost'));
  await heard.untilOpen();

  expect(connections[0]?.isDestroyed).toBe(true);
  expect(connections[1]?.sent.map(seqsOf)).toEqual([[1]]);
  expect(errors).toEqual([new Error('lost')]);
  await connections[1]?.answer();
  await doorbell.close();
});

test('a connection that fails to send is replaced', async () => {
  const { doorbell, connections, heard, errors } = await aDoorbell();

  doorbell.ring(aRing());
  await connections[0]?.answer(new Error('not allowed'));
  await heard.untilOpen();

  expect(connections[0]?.isDestroyed).toBe(true);
  expect(errors).toEqual([new Error('not allowed')]);
  await connections[1]?.answer();
  await doorbell.close();
});

test('rings of at most ten thousand posts are kept while nothing can be sent', async () => {
  const { doorbell, connections } = await aDoorbell();
  const first = aRing();

  doorbell.ring(first);
  for (let n = 0; n < 100_000; n += 1) doorbell.ring(aRing());
  doorbell.ring({ ...first, seq: 2 });
  await connections[0]?.answer();

  expect(connections[0]?.sent.map((payloads) => payloads.length)).toEqual([1, 10_000]);
  await connections[0]?.answer();
  await doorbell.close();
});

/** A doorbell whose first connection is open, and all connections that it makes. */
async function aDoorbell({ gatherFor = 0 } = {}) {
  const connections: HeldConnection[] = [];
  const errors: unknown[] = [];
  const connect = (events: BrokerEvents) => {
    const connection = new HeldConnection(events);
    connections.push(connection);
    return connection;
  };
  const doorbell = createBrokerDoorbell({ connect, onError: (error) => errors.push(error), gatherFor });
  const heard = aListener(doorbell);
  await heard.untilOpen();
  return { doorbell, connections, heard, errors };
}

function seqsOf(payloads: readonly string[]): number[] {
  return payloads.map((payload) => Number(payload.split(' ')[1]));
}
