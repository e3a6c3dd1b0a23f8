// `npm run bench:abuse`: what abuse does to the service, which runs as in production, and to another client.
import { parseArgs } from 'node:util';
import { describeMachine, requireOpenFiles } from '../shared/machine.ts';
import { fillPage } from '../shared/page.ts';
import { abuseDoors } from './abuse-doors.ts';
import { describeResults, isSound } from './report.ts';
import { DOORS, sendAttacks } from './requests.ts';

const USAGE = `npm run bench:abuse -- [--skip requests|doors] [--doors HTTP,SSE,WebSocket] [--only "part of a name"]

Ends with 1 when a figure of a request is missed. Only a whole run, without options, fills docs/benchmarks.md.
  --skip   either the requests, or what clients do to their connections
  --doors  some of the doors that requests are sent by
  --only   the requests and scenarios whose name has this part`;

const { values } = parseArgs({
  options: {
    skip: { type: 'string' },
    doors: { type: 'string' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});

async function run(onEnd: (end: () => void | Promise<void>) => void): Promise<void> {
  const { skip, only } = values;
  const doors = values.doors === undefined ? DOORS : DOORS.filter((door) => values.doors?.split(',').includes(door));
  requireOpenFiles(8_000);
  const results = skip === 'requests' ? [] : await sendAttacks({ doors, only }, onEnd);
  const figures = [
    `Measured on ${describeMachine()}.`,
    describeResults(results),
    ...(skip === 'doors' ? [] : [await abuseDoors(only)]),
  ].join('\n\n');
  console.log(figures);
  if (skip === undefined && values.doors === undefined && only === '') await fillPage(figures, 'bench:abuse');
  process.exitCode = isSound(results) ? 0 : 1;
}

if (values.help) console.log(USAGE);
else {
  const ends: (() => void | Promise<void>)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  process.once('SIGINT', () => void close().finally(() => process.exit(130)));
  try {
    await run((end) => ends.push(end));
  } finally {
    await close();
  }
}
