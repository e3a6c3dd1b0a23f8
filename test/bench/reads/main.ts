// `npm run bench`: what reads and writes cost, next to the limit and to what else one could build.
import { execFileSync, fork } from 'node:child_process';
import pg from 'pg';
import { createAsk } from '../shared/channel.ts';
import { describeMachine } from '../shared/machine.ts';
import { fillPage } from '../shared/page.ts';
import { closeServers } from '../shared/server-process.ts';
import { readPlan, USAGE, type Plan } from './arguments.ts';
import { buildService } from '../shared/compile.ts';
import type { ClientQuestions } from './client/client-process.ts';
import { openDataSet, SERVER_URL } from './data/database.ts';
import { isLocal } from './measure/database-cpu.ts';
import type { Instruments } from './measure/measure.ts';
import { makeTables, type Result } from './report.ts';
import { requireSameAnswers, runRounds } from './rounds.ts';
import { buildPrograms } from './servers/build.ts';
import { findMissing } from './servers/find-missing.ts';
import { openPlayer, type Player } from './stage.ts';
import { findSubjects } from './subjects.ts';

type OnEnd = (end: () => void | Promise<void>) => void;

const say = (text: string) => console.error(text);

async function run(plan: Plan, onEnd: OnEnd): Promise<Result[]> {
  if (!plan.isBuilt && plan.contestants.some((name) => name === 'ours' || name === 'reused')) {
    say('building the service');
    buildService();
  }
  const built = await buildPrograms();
  const data = await openDataSet({ scale: plan.scale, isKept: plan.isKept, say });
  onEnd(data.close);
  const readUrl = await data.copy('read');
  const subjects = await findSubjects(readUrl);
  const players: Player[] = [];
  for (const name of plan.contestants) {
    say(`starting ${name}, and counting its statements`);
    const writeUrl = await data.copy(name);
    players.push(await openPlayer(name, { plan, built, readUrl, writeUrl, subjects, onEnd }));
  }
  await requireSameAnswers(players);
  const instruments = await openInstruments(plan, { program: built.client, onEnd });
  return await runRounds(players, { plan, instruments, say });
}

async function openInstruments(
  { warmMs, measuredMs }: Plan,
  { program, onEnd }: { program: string; onEnd: OnEnd },
): Promise<Instruments> {
  const child = fork(program);
  onEnd(() => void child.kill());
  const client = createAsk<ClientQuestions>(child, 'The clients');
  if (!isLocal(SERVER_URL)) return { client, admin: null, warmMs, measuredMs };
  const admin = new pg.Client({ connectionString: SERVER_URL });
  await admin.connect();
  onEnd(() => admin.end());
  return { client, admin, warmMs, measuredMs };
}

function describeRun({ node, scale, rounds, measuredMs }: Plan): string {
  const version = execFileSync(node, ['--version']).toString().trim().slice(1);
  const size = `${(scale.blocks * scale.posts).toLocaleString('en-GB')} posts and ${(scale.blocks * scale.comments).toLocaleString('en-GB')} comments`;
  return [
    `Measured ${new Date().toISOString().slice(0, 10)} with \`npm run bench\` on ${describeMachine()}.`,
    `Servers on Node ${version}; ${size}; ${rounds} rounds of ${measuredMs / 1_000} s; rate limits off, request log on.`,
  ].join(' ');
}

/** Null, after a message, where an option is unknown or something is missing. */
function readOptions(): Plan | null {
  try {
    const plan = readPlan(process.argv.slice(2));
    const missing = findMissing(plan);
    return missing === null ? plan : refuse(missing);
  } catch (error) {
    return refuse(`${String(error)}\n\n${USAGE}`);
  }
}

function refuse(message: string): null {
  console.error(message);
  process.exitCode = 2;
  return null;
}

async function show(plan: Plan, onEnd: OnEnd): Promise<void> {
  const results = await run(plan, onEnd);
  const figures = `${describeRun(plan)}\n\n${makeTables(results)}`;
  console.log(figures);
  const isComplete = results.every(({ samples }) => samples.every((sample) => !(sample instanceof Error)));
  if (plan.isWhole && isComplete) await fillPage(figures, 'bench:reads');
  if (!isComplete) process.exitCode = 1;
}

const ends: (() => void | Promise<void>)[] = [];
const close = async () => {
  await closeServers();
  for (const end of ends.splice(0).reverse()) await end();
};
process.once('SIGINT', () => void close().finally(() => process.exit(130)));
process.once('SIGTERM', () => void close().finally(() => process.exit(143)));
const plan = readOptions();
try {
  if (plan !== null) await show(plan, (end) => ends.push(end));
} finally {
  await close();
}
