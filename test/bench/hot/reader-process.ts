// Reads another post at a steady pace, in a process of its own so that the writers do not delay it. A read that is late because
// the one before it took long counts from the moment at which it was due.
import { Agent } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { answerQuestions } from '../live/channel.ts';
import { post } from '../live/write-comment.ts';

export type ReaderQuestions = {
  start: { given: { url: string; slug: string }; answer: null };
  stop: { given: null; answer: Reads };
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
    reading = read(target);
    return null;
  },
  async stop() {
    isStopped = true;
    return await reading;
  },
});

async function read({ url, slug }: { url: string; slug: string }): Promise<Reads> {
  const agent = new Agent({ keepAlive: true });
  const millis: number[] = [];
  const running: Promise<void>[] = [];
  let failed = 0;
  const readOnce = async (due: number) => {
    const text = await post(url, {
      agent,
      token: null,
      body: JSON.stringify({ query: READ, variables: { slug } }),
    }).catch(() => '');
    if (text.includes('bodyHtml')) millis.push(performance.now() - due);
    else failed += 1;
  };

  for (let due = performance.now(); !isStopped; due += EVERY) {
    await setTimeout(Math.max(0, due - performance.now()));
    running.push(readOnce(due));
  }
  await Promise.all(running);
  agent.destroy();
  return { millis, failed };
}
