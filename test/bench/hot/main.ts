// `npm run bench:hot`: hundreds of guests write on one post at once, while another post is read.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createAsk } from '../shared/channel.ts';
import { within } from '../shared/clock.ts';
import { describeMachine } from '../shared/machine.ts';
import type { ReaderQuestions } from './reader-process.ts';
import { describeReport, isSound, judge, type Report } from './report.ts';
import { openStage } from './stage.ts';
import { writeAtOnce } from './write-at-once.ts';

const USAGE = `npm run bench:hot -- [--writers 500]

Ends with 1 when a comment was stored and refused, or acknowledged and is missing, or a read failed.`;

const READER = fileURLToPath(new URL('reader-process.ts', import.meta.url));
const LONGEST = 120_000; // 2 minutes for all of it

async function run(writers: number, onEnd: (end: () => void | Promise<void>) => void): Promise<Report> {
  const stage = await openStage(onEnd);
  const reader = fork(READER, { execArgv: ['--import', 'tsx'] });
  onEnd(() => void reader.kill());
  const ask = createAsk<ReaderQuestions>(reader, 'The reader');

  // Code is slow on its first run.
  await writeAtOnce(stage.url, { postId: stage.hotPostId, writers: 20 });
  const before = await readKeys(stage.databaseUrl);
  await ask('start', { url: stage.url, slug: stage.otherSlug });
  const answers = await writeAtOnce(stage.url, { postId: stage.hotPostId, writers });
  const reads = await ask('stop', null);
  const after = await readKeys(stage.databaseUrl);
  return judge(answers, { storedKeys: new Set([...after].filter((key) => !before.has(key))), reads });
}

async function readKeys(databaseUrl: string): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client
    .query<{ key: string }>('SELECT client_mutation_id AS key FROM comment WHERE client_mutation_id IS NOT NULL')
    .finally(() => client.end());
  return new Set(rows.map(({ key }) => key));
}

const { values } = parseArgs({
  options: { writers: { type: 'string', default: '500' }, help: { type: 'boolean', default: false } },
});

if (values.help) console.log(USAGE);
else {
  const ends: (() => void | Promise<void>)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  process.once('SIGINT', () => void close().finally(() => process.exit(130)));
  try {
    const report = await within(
      LONGEST,
      run(Number(values.writers), (end) => ends.push(end)),
      'The benchmark',
    );
    console.log(`${values.writers} writers at once on ${describeMachine()}\n\n${describeReport(report)}`);
    process.exitCode = isSound(report) ? 0 : 1;
  } finally {
    await close();
  }
}
