// `node --import tsx test/bench/abuse/main.ts [scenario…]`: what abuse does to the service, which runs as in production, and
// to another client.
import { createService } from '../live/contestants/service.ts';
import { describeMachine, requireOpenFiles } from '../live/machine.ts';
import * as doors from './doors.ts';

/** Connections are bounded as they are by default; operations are not, because what they may do is not the subject here. */
const ALL_READS = {
  LIMIT_READS_PER_MINUTE: '1000000',
  LIMIT_READ_BURST: '1000000',
  LIMIT_COST_PER_MINUTE: '1000000000',
  LIMIT_WRITE_BURST: '1000',
};

const wanted = process.argv.slice(2);
requireOpenFiles(8_000);
const rows: string[] = [];
for (const [name, run] of Object.entries(doors)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const service = await createService(ALL_READS);
  try {
    const running = await service.start({
      ...{ name, subscribers: 0, posts: 0, instances: 1, writesElsewhere: false, eventsASecond: null },
    });
    const { grownMiB, p99Ms, quietP99Ms, failedReads, left } = await run({
      url: running.servers[0]?.url ?? '',
      token: service.token,
    });
    rows.push(`| ${[name, grownMiB, p99Ms, quietP99Ms, failedReads, left].join(' | ')} |`);
    console.error(rows.at(-1));
    await running.close();
  } finally {
    await service.close();
  }
}
console.log(`Measured on ${describeMachine()}.

| abuse | grown MiB | another's reads p99 ms | before ms | failed | the abuser has |
| --- | ---: | ---: | ---: | ---: | --- |
${rows.join('\n')}`);
