// The prices of the subscriptions that a client holds open, over both doors.
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import { Streams } from '../../src/execution/rates/streams.ts';
import { NO_RATES } from '../../src/execution/rates/rates.ts';
import { NOBODY } from '../../src/session/session.ts';
import { aPost, openInProcess, openOnPort } from '../http/stand-in.ts';
import { openAcknowledged } from '../websocket/socket-client.ts';
import { aSecret, counting, ELSEWHERE, HOME } from './rates-harness.ts';

const ADDED = 'subscription { added { number } }'; // an event of one object
const TWO = { openEventPrices: 2, addressMultiple: 2 };
const voice = (name: string) => ({ account: null, voiceHash: name });

describe('the subscriptions of a socket', () => {
  it('may together ask for so much of each event, until one of them ends', async () => {
    const { url, standIn } = await openOnPort(counting(TWO));
    const client = await openAcknowledged(url, aSecret('a'));
    const begin = (id: string) => client.subscribe(id, ADDED);
    begin('1');
    begin('2');
    await expect.poll(() => standIn.counts.subscribers).toBe(2);

    begin('3');

    expect(await client.next()).toMatchObject({
      id: '3',
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 10 } }],
    });
    client.send({ id: '1', type: 'complete' });
    await expect.poll(() => standIn.counts.subscribers).toBe(1);
    begin('4');
    await expect.poll(() => standIn.counts.subscribers).toBe(2);
  });

  it('are given back when it closes', async () => {
    const { url, standIn } = await openOnPort(counting(TWO));
    const client = await openAcknowledged(url, aSecret('a'));
    client.subscribe('1', ADDED);
    client.subscribe('2', ADDED);
    await expect.poll(() => standIn.counts.subscribers).toBe(2);
    client.subscribe('3', ADDED); // on its way when the socket closes
    client.socket.close();
    await client.closed;
    await expect.poll(() => standIn.counts.subscribers).toBe(0);

    const again = await openAcknowledged(url, aSecret('a'));
    again.subscribe('1', ADDED);
    again.subscribe('2', ADDED);

    await expect.poll(() => standIn.counts.subscribers).toBe(2);
  });
});

describe('streams of events', () => {
  const open = () => {
    const { fetch, standIn } = openInProcess(counting(TWO));
    const follow = async (headers: Record<string, string>, peer = HOME) =>
      await fetch(aPost(ADDED, { accept: 'text/event-stream', headers }), { peer });
    return { follow, standIn };
  };

  it('count as well, also when the feed ends them', async () => {
    const { follow, standIn } = open();
    const streams = [await follow(aSecret('a')), await follow(aSecret('a'))];
    const refused = await follow(aSecret('a'));
    standIn.isOver = true;
    standIn.events.emit('ring');
    await Promise.all(streams.map((stream) => stream.text()));
    standIn.isOver = false;

    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('10');
    expect((await follow(aSecret('a'))).status).toBe(200);
  });

  it('of an address are a multiple', async () => {
    const { follow } = open();
    for (const name of ['a', 'b', 'c', 'd']) expect((await follow(aSecret(name))).status).toBe(200);

    expect((await follow(aSecret('e'))).status).toBe(429);
    expect((await follow(aSecret('e'), ELSEWHERE)).status).toBe(200);
  });
});

describe('a lease', () => {
  it('is given back once, and what is refused holds nothing', () => {
    const streams = new Streams({ ...DEFAULT_LIMITS, ...TWO });
    const one = streams.hold({ identity: voice('a'), address: HOME }, 1);
    const other = streams.hold({ identity: voice('b'), address: HOME }, 2);
    expect(() => streams.hold({ identity: voice('c'), address: HOME }, 2)).toThrow('ask for too much');
    expect(streams.owners).toBe(3);

    one.release();
    one.release();
    expect(() => streams.hold({ identity: voice('c'), address: HOME }, 2)).not.toThrow();
    other.release();
    expect(() => streams.hold({ identity: voice('b'), address: HOME }, 2)).not.toThrow();
  });

  it('leaves nothing behind', () => {
    const streams = new Streams({ ...DEFAULT_LIMITS, ...TWO });
    streams.hold({ identity: voice('a'), address: HOME }, 1).release();
    streams.hold({ identity: NOBODY, address: null }, 100).release();

    expect(streams.owners).toBe(0);
  });

  it('is not needed where there are no rates', () => {
    expect(NO_RATES.hold({ identity: voice('a'), address: HOME }, 1_000_000)).toBeNull();
  });
});
