// Requests that are built to hurt, each sent again and again by one client while another reads.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ReaderQuestions } from '../hot/reader-process.ts';
import { openStage } from '../hot/stage.ts';
import { createAsk } from '../shared/channel.ts';
import { percentile } from '../shared/statistics.ts';
import { makeAttacks, type Attack } from './documents.ts';
import { fill } from './fill.ts';
import { describeResults, type AttackResult } from './report.ts';
import { openDoor, type Door } from './send.ts';

export const DOORS: readonly Door[] = ['HTTP', 'WebSocket', 'SSE'];
const READS = 1_000; // of another client, during each attack
const READER = fileURLToPath(new URL('../hot/reader-process.ts', import.meta.url));
const LARGEST_MESSAGE = 64 * 1024; // bytes
const SAMPLE = 50; // milliseconds between two looks at the memory

interface Target {
  readonly url: string;
  readonly slug: string;
  readonly pid: number;
}

export async function sendAttacks(
  { doors, only }: { doors: readonly Door[]; only: string },
  onEnd: (end: () => void | Promise<void>) => void,
): Promise<AttackResult[]> {
  const stage = await openStage(onEnd);
  const attacks = makeAttacks(await fill(stage.databaseUrl)).filter(({ name }) => name.includes(only));
  const target = { url: stage.url, slug: stage.otherSlug, pid: stage.pid };
  const results: AttackResult[] = [];
  await attack(target, {
    door: 'HTTP',
    attack: { name: 'warming up', kind: 'allowed', query: '{ posts { nodes { id } } }' },
  });
  for (const door of doors) {
    for (const one of attacks) {
      if (door === 'WebSocket' && JSON.stringify(one).length > LARGEST_MESSAGE) continue;
      const result = await attack(target, { door, attack: one });
      results.push(result);
      console.error(describeResults([result]).split('\n').at(-1));
    }
  }
  return results;
}

/** One client repeats the attack, one request after another, until another client has made its reads. */
async function attack(
  { url, slug, pid }: Target,
  { door, attack: one }: { door: Door; attack: Attack },
): Promise<AttackResult> {
  const reader = fork(READER, { execArgv: ['--import', 'tsx'] });
  const ask = createAsk<ReaderQuestions>(reader, 'The reader');
  const { send, close } = openDoor(door, url);
  const before = residentBytes(pid);
  let most = before;
  const sampling = setInterval(() => (most = Math.max(most, residentBytes(pid))), SAMPLE);
  const answers: { text: string; millis: number }[] = [];
  const reading = { isOver: false };
  try {
    const reads = ask('read', { url, slug, count: READS }).finally(() => (reading.isOver = true));
    do {
      const began = performance.now();
      const text = await send(one);
      answers.push({ text: text.slice(0, 2_000), millis: performance.now() - began });
    } while (!reading.isOver);
    const { millis, failed } = await reads;
    return {
      door,
      attack: one,
      said: saidOf(answers[0]?.text ?? ''),
      answer: percentile(
        answers.map((answer) => answer.millis),
        50,
      ),
      slowest: percentile(
        answers.map((answer) => answer.millis),
        100,
      ),
      reads: percentile(millis, 99),
      failed,
      growth: (most - before) / 2 ** 20,
    };
  } finally {
    clearInterval(sampling);
    close();
    reader.kill();
  }
}

function saidOf(text: string): string {
  return /"code":"(\w+)"/.exec(text)?.[1] ?? (text.includes('"data"') ? 'data' : text.slice(0, 40));
}

function residentBytes(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
