import { readFileSync } from 'node:fs';
import type pg from 'pg';

/** Microseconds of CPU of each process, by its id. */
export type CpuOfProcesses = ReadonlyMap<number, number>;

/** Whether the processes of a PostgreSQL server can be read here. */
export function isLocal(serverUrl: string): boolean {
  return process.platform === 'linux' && ['127.0.0.1', 'localhost', '[::1]', ''].includes(new URL(serverUrl).hostname);
}

/** The CPU of the connections of an application, and of their parallel workers. */
export async function readDatabaseCpu(client: pg.Client, applicationName: string): Promise<CpuOfProcesses> {
  const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE application_name = $1', [
    applicationName,
  ]);
  return new Map(rows.map(({ pid }) => [pid, readCpu(pid)]));
}

/** The CPU in between. A process that ended has taken its own with it: pools keep their connections. */
export function cpuBetween(before: CpuOfProcesses, after: CpuOfProcesses): number {
  return [...after].reduce((sum, [pid, micros]) => sum + micros - (before.get(pid) ?? 0), 0);
}

/** A backend has one thread, whose time the scheduler counts in nanoseconds; `stat` would have steps of 10 ms. */
function readCpu(pid: number): number {
  try {
    const [nanos = ''] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
    return Number(nanos) / 1_000;
  } catch {
    return 0; // it has just ended
  }
}
