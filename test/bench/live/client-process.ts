// A process with many subscribers. It counts messages, and records the time of the first and the last one of each event.
import type { Socket } from 'node:net';
import { answerQuestions } from '../shared/channel.ts';
import { now } from '../shared/clock.ts';
import { createMarkReader } from './event-marker.ts';
import { follow } from './follow.ts';

export type ClientQuestions = {
  /** One subscriber for each entry: the index of the post that it follows. */
  connect: { given: { url: string; query: string; postIds: string[]; follows: number[] }; answer: null };
  /** The events to expect, from number `from` on: the index of the post of each. */
  expect: { given: { from: number; posts: number[] }; answer: null };
  /** Waits for all expected events. */
  arrivals: { given: null; answer: Arrivals };
  /** The progress so far, for the error message after a timeout. */
  progress: { given: null; answer: string };
  cpuMicros: { given: null; answer: number };
  disconnect: { given: null; answer: null };
};

export interface Arrivals {
  readonly firstAt: number;
  /** The time at which the last subscriber of this process had the event, for each event. */
  readonly lastAt: number[];
  readonly deliveries: number;
  /** Bytes of one message. */
  readonly messageBytes: number;
}

const AT_ONCE = 50; // sockets opened in parallel

let sockets: Socket[] = [];
let followersOf: number[] = [];
let from = 0;
let due = new Int32Array(0);
let lastAt: number[] = [];
let missing = 0;
let deliveries = 0;
let firstAt = 0;
let messageBytes = 0;
let closed = 0;
let strange: string | null = null;
let arrived: (() => void) | null = null;

const readMark = createMarkReader();

function onMessage(buffer: Buffer, start: number, end: number): void {
  const event = readMark(buffer, start, end);
  if (event === null) {
    strange ??= buffer.toString('utf8', start, Math.min(end, start + 200));
    return;
  }
  const at = event - from;
  const left = (due[at] ?? 0) - 1;
  due[at] = left;
  if (left < 0) strange ??= `event ${event} came once too often`;
  if (deliveries === 0) {
    firstAt = now();
    messageBytes = end - start;
  }
  deliveries += 1;
  if (left === 0) {
    lastAt[at] = now();
    missing -= 1;
    if (missing === 0) arrived?.();
  }
}

function onClose(): void {
  closed += 1;
  arrived?.();
}

answerQuestions<ClientQuestions>({
  async connect({ url, query, postIds, follows }) {
    followersOf = postIds.map(() => 0);
    const waiting = follows.values();
    const open = async () => {
      for (const post of waiting) {
        const postId = postIds[post] ?? '';
        const socket = await follow({ url, query, postId, onMessage });
        socket.on('close', onClose);
        sockets.push(socket);
        followersOf[post] = (followersOf[post] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, open));
    return null;
  },
  expect(given) {
    from = given.from;
    due = Int32Array.from(given.posts, (post) => followersOf[post] ?? 0);
    lastAt = given.posts.map(() => 0);
    missing = due.filter((count) => count > 0).length;
    deliveries = 0;
    firstAt = Infinity;
    return null;
  },
  async arrivals() {
    if (missing > 0 && closed === 0) await new Promise<void>((resolve) => (arrived = resolve));
    if (strange !== null) throw new Error(strange);
    if (missing > 0) throw new Error('The server closed a socket.');
    return { firstAt, lastAt, deliveries, messageBytes };
  },
  progress() {
    return `${deliveries} deliveries, ${missing} events not complete, ${closed} sockets closed${strange === null ? '' : `, ${strange}`}`;
  },
  cpuMicros() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  async disconnect() {
    const open = sockets.filter((socket) => !socket.closed);
    const gone = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of sockets) socket.destroy();
    await Promise.all(gone);
    sockets = [];
    closed = 0;
    return null;
  },
});
