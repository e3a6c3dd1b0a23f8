import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createWiredDoorbell } from '../../src/live/doorbell/broker-doorbell.ts';
import type { Wire, WireEvents } from '../../src/live/doorbell/broker-connection.ts';
import { aListener, aRing } from '../harness/rings.ts';

/** A wire whose other end is the test: it sends what it is given when the test says so. */
class HeldWire implements Wire {
  readonly sent: (readonly string[])[] = [];
  readonly events: WireEvents;
  isDestroyed = false;
  #answer: { resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(events: WireEvents) {
    this.events = events;
  }

  open = () => Promise.resolve();

  send(payloads: readonly string[]): Promise<void> {
    this.sent.push(payloads);
    return new Promise((resolve, reject) => (this.#answer = { resolve, reject }));
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

test('what rings while rings are on their way goes with the next, of each post the last', async () => {
  const { doorbell, wires } = await aDoorbell();
  const [first, second] = [aRing(), aRing()];

  doorbell.ring({ ...first, seq: 1 });
  doorbell.ring({ ...first, seq: 2 });
  doorbell.ring({ ...first, seq: 3 });
  doorbell.ring({ ...second, seq: 1 });
  await wires[0]?.answer();

  expect(wires[0]?.sent.map(seqsOf)).toEqual([[1], [3, 1]]);
  await wires[0]?.answer();
  await doorbell.close();
});

test('its own ring that comes back is not heard again, and another’s is', async () => {
  const { doorbell, wires, heard } = await aDoorbell();
  const [mine, yours] = [aRing(), aRing()];

  doorbell.ring(mine);
  for (const payload of wires[0]?.sent[0] ?? []) wires[0]?.events.heard(payload);
  wires[0]?.events.heard(`${yours.postId} 1 ${randomUUID()}`);

  expect(heard.ringsOf(mine, yours)).toEqual([mine, yours]);
  await wires[0]?.answer();
  await doorbell.close();
});

test('rings whose wire was lost are told over the next one', async () => {
  const { doorbell, wires, heard, errors } = await aDoorbell();
  const ring = aRing();

  doorbell.ring({ ...ring, seq: 1 });
  wires[0]?.events.lost(new Error('lost'));
  await heard.untilOpen();

  expect(wires[0]?.isDestroyed).toBe(true);
  expect(wires[1]?.sent.map(seqsOf)).toEqual([[1]]);
  expect(errors).toEqual([new Error('lost')]);
  await wires[1]?.answer();
  await doorbell.close();
});

test('a wire that refuses to send is given up for another', async () => {
  const { doorbell, wires, heard, errors } = await aDoorbell();

  doorbell.ring(aRing());
  await wires[0]?.answer(new Error('not allowed'));
  await heard.untilOpen();

  expect(wires[0]?.isDestroyed).toBe(true);
  expect(errors).toEqual([new Error('not allowed')]);
  await wires[1]?.answer();
  await doorbell.close();
});

test('of a hundred thousand posts that ring while nothing is sent ten thousand are kept', async () => {
  const { doorbell, wires } = await aDoorbell();
  const first = aRing();

  doorbell.ring(first);
  for (let n = 0; n < 100_000; n += 1) doorbell.ring(aRing());
  doorbell.ring({ ...first, seq: 2 });
  await wires[0]?.answer();

  expect(wires[0]?.sent.map((payloads) => payloads.length)).toEqual([1, 10_000]);
  await wires[0]?.answer();
  await doorbell.close();
});

/** A doorbell whose first wire is open, and all the wires that it makes. */
async function aDoorbell() {
  const wires: HeldWire[] = [];
  const errors: unknown[] = [];
  const makeWire = (events: WireEvents) => {
    const wire = new HeldWire(events);
    wires.push(wire);
    return wire;
  };
  const doorbell = createWiredDoorbell({ makeWire, onError: (error) => errors.push(error) });
  const heard = aListener(doorbell);
  await heard.untilOpen();
  return { doorbell, wires, heard, errors };
}

function seqsOf(payloads: readonly string[]): number[] {
  return payloads.map((payload) => Number(payload.split(' ')[1]));
}
