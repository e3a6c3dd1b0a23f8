// `npm run bench:live`: compares the contestants. Each server is a process, and so are the subscribers.
import { CONTESTANTS, readPlan, type ContestantName, type Plan } from './arguments.ts';
import type { Contestant } from './contestants/contestant.ts';
import { ownServer } from './contestants/own-server.ts';
import { createService } from './contestants/service.ts';
import { buildService } from '../shared/compile.ts';
import { describeMachine, requireOpenFiles } from '../shared/machine.ts';
import { measure } from './measure.ts';
import { fillPage } from '../shared/page.ts';
import { makeTables, type Result } from './report.ts';
import type { Scenario } from './scenarios.ts';
import { closeServers } from '../shared/server-process.ts';
import { round } from '../shared/round.ts';
import { median } from '../shared/statistics.ts';

const USAGE = `npm run bench:live -- [--quick] [--only ${CONTESTANTS.join(',')}] [--scenario 10000x1,…]

Only a whole run, without options, fills docs/benchmarks.md; every run prints its tables.
  --quick     a look at whether everything runs, in less than a minute
  --only      some of the contestants
  --scenario  some of the scenarios`;

const interrupted = new AbortController();

async function run(plan: Plan): Promise<Result[]> {
  requireOpenFiles(Math.max(...plan.scenarios.map(({ subscribers }) => subscribers)));
  const contestants: Contestant[] = [];
  const close = async () => {
    for (const contestant of contestants.splice(0)) await contestant.close();
  };
  // The client processes end with this one.
  const interrupt = () => {
    interrupted.abort();
    void closeServers()
      .then(close)
      .finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    for (const name of plan.contestants) contestants.push(await open(name));
    const results: Result[] = [];
    for (const scenario of plan.scenarios) {
      for (const contestant of [...contestants]) {
        if (interrupted.signal.aborted || !takesPart(contestant, scenario)) continue;
        results.push(await attempt(contestant, { scenario, plan }));
      }
    }
    return results;
  } finally {
    await close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

async function open(name: ContestantName): Promise<Contestant> {
  if (name !== 'this') return ownServer(name);
  buildService();
  return await createService();
}

/** Only the service can run as several instances. */
function takesPart({ name }: Contestant, { instances }: Scenario): boolean {
  return instances === 1 || name === 'this';
}

/** A failure becomes a result, so that the other contestants keep their figures. */
async function attempt(
  contestant: Contestant,
  { scenario, plan: { effort } }: { scenario: Scenario; plan: Plan },
): Promise<Result> {
  const began = performance.now();
  const about = { scenario, contestant: contestant.name };
  const say = (text: string) =>
    console.error(`${scenario.name} ${contestant.name}: ${text}, ${round((performance.now() - began) / 1000)} s`);
  try {
    const outcome = await measure(contestant, { scenario, effort });
    say(`${round(median(outcome.bursts.map(({ deliveriesPerSecond }) => deliveriesPerSecond)))} deliveries a second`);
    return { ...about, outcome };
  } catch (error) {
    const outcome = error instanceof Error ? error : new Error(String(error));
    say(outcome.message);
    return { ...about, outcome };
  }
}

try {
  const plan = readPlan(process.argv.slice(2));
  const results = await run(plan);
  const measured = `Measured ${new Date().toISOString().slice(0, 10)} with \`npm run bench:live\` on ${describeMachine()}; rate limits off.`;
  const figures = `${measured}\n\n${makeTables(results)}`;
  console.log(figures);
  if (plan.isWhole && !interrupted.signal.aborted) await fillPage(figures);
  if (results.some(({ outcome }) => outcome instanceof Error)) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
