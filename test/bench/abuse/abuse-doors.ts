import { createService } from '../live/contestants/service.ts';
import * as doors from './doors.ts';

/** Connections are bounded as they are by default; operations are not, because what they may do is not the subject here. */
const ALL_READS = {
  LIMIT_READS_PER_MINUTE: '1000000',
  LIMIT_READ_BURST: '1000000',
  LIMIT_COST_PER_MINUTE: '1000000000',
  LIMIT_WRITE_BURST: '1000',
};

/** Runs each scenario whose name has this part against a service of its own. @returns a table. */
export async function abuseDoors(only: string): Promise<string> {
  const rows: string[] = [];
  for (const [name, run] of Object.entries(doors)) {
    if (!name.includes(only)) continue;
    const service = await createService(ALL_READS);
    try {
      const running = await service.start({
        ...{ name, subscribers: 0, posts: 0, instances: 1, writesElsewhere: false, eventsASecond: null },
      });
      const { grownMiB, p99Ms, quietP99Ms, failedReads, left } = await run({
        url: running.servers[0]?.url ?? '',
        token: service.token,
      });
      rows.push(`| ${[name, grownMiB, `${p99Ms} (${quietP99Ms})`, failedReads, left].join(' | ')} |`);
      console.error(rows.at(-1));
      await running.close();
    } finally {
      await service.close();
    }
  }
  return [
    '| abuse | MiB | p99 of reads, ms (before) | failed reads | what is left to the client |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
