// Reads another post at a steady pace, in a process of its own so that the writers do not delay it. A read that is late because
// the one before it took long counts from the moment at which it was due.
import { Agent } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { answerQuestions } from '../shared/channel.ts';
import { post } from '../shared/post.ts';

export type ReaderQuestions = {
  start: { given: { url: string; slug: string }; answer: null };
  stop: { given: null; answer: Reads };
  /** Reads so many times, each time when the read before is answered. */
  read: { given: { url: string; slug: string; count: number }; answer: Reads };
};

export interface Reads {
  readonly millis: number[];
  readonly failed: number;
}

const EVERY = 20; // milliseconds

const READ = /* GraphQL */ `
  query ($slug: String!) {
    post(by: { slug: $slug }) {
      title
      comments(first: 30) {
        nodes {
          bodyHtml
          author {
            displayName
          }
        }
      }
    }
  }
`;

let isStopped = false;
let reading: Promise<Reads> = Promise.resolve({ millis: [], failed: 0 });

answerQuestions<ReaderQuestions>({
  start(target) {
    reading = readSteadily(target);
    return null;
  },
  async stop() {
    isStopped = true;
    return await reading;
  },
  read: async ({ count, ...target }) => await readInTurn(target, count),
});

interface Target {
  readonly url: string;
  readonly slug: string;
}

async function readSteadily(target: Target): Promise<Reads> {
  const reader = openReader(target);
  const running: Promise<void>[] = [];
  for (let due = performance.now(); !isStopped; due += EVERY) {
    await setTimeout(Math.max(0, due - performance.now()));
    running.push(reader.read(due));
  }
  await Promise.all(running);
  return reader.close();
}

async function readInTurn(target: Target, count: number): Promise<Reads> {
  const reader = openReader(target);
  for (let reads = 0; reads < count; reads += 1) await reader.read(performance.now());
  return reader.close();
}

function openReader({ url, slug }: Target) {
  const agent = new Agent({ keepAlive: true });
  const millis: number[] = [];
  let failed = 0;
  return {
    async read(due: number): Promise<void> {
      const body = JSON.stringify({ query: READ, variables: { slug } });
      const text = await post(url, { agent, token: null, body }).catch(() => '');
      if (text.includes('bodyHtml')) millis.push(performance.now() - due);
      else failed += 1;
    },
    close(): Reads {
      agent.destroy();
      return { millis, failed };
    },
  };
}
