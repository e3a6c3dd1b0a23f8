// `npm run chaos`: the long run, with 100,000 deliveries while everything fails.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { FAULTS } from './faults.ts';
import { countFaults, describeReport } from './report.ts';
import { runChaos } from './run-chaos.ts';

const USAGE = `npm run chaos -- [--subscribers 250] [--events 400] [--writers 8] [--moderators 20] [--instances 3] [--seconds 120] [--rounds 10] [--seed N] [--plain]

Ends with 1 when anything was lost, came twice or out of order, or is missing.
  --rounds how often each fault is caused
  --seed   draws the same faults again
  --plain  the control: a service on Redis pub/sub without a log, which must lose`;

const { values } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '250' },
    events: { type: 'string', default: '400' },
    writers: { type: 'string', default: '8' },
    moderators: { type: 'string', default: '20' },
    instances: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '120' },
    rounds: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    plain: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else {
  const lasting = Number(values.seconds) * 1_000;
  const report = await runChaos({
    contestant: values.plain ? 'plain' : 'service',
    subscribers: Number(values.subscribers),
    events: Number(values.events),
    writers: Number(values.writers),
    moderators: values.plain ? 0 : Number(values.moderators),
    instances: Number(values.instances),
    seed: Number(values.seed),
    faults: FAULTS,
    rounds: Number(values.rounds),
    lasting,
    say: (text) => console.error(text),
    within: 3 * lasting + 300_000, // 5 minutes to start and to settle on a busy machine
  });
  console.log(describeReport(report));
  const isWhole = report.isSettled && Object.values(countFaults(report)).every((count) => count === 0);
  process.exitCode = isWhole ? 0 : 1;
}
