import type { ServerProcess } from '../server-process.ts';
import type { Counters } from './contestant.ts';

/**
 * The service's own count of executions and deliveries, summed over its instances, from `/metrics`; null when there are
 * no such counters.
 */
export async function readCounters(servers: readonly ServerProcess[]): Promise<Counters | null> {
  const pages = await Promise.all(
    servers.map(async ({ url }) => {
      const answer = await fetch(`${url}/metrics`);
      const text = await answer.text();
      return answer.ok ? text : '';
    }),
  );
  const [executions, deliveries] = [sumOf('executions', pages), sumOf('deliveries', pages)];
  return executions === null || deliveries === null ? null : { executions, deliveries };
}

/** Sums lines such as `colloquy_live_executions_total{instance="a"} 12`. */
export function sumOf(name: string, pages: readonly string[]): number | null {
  const line = new RegExp(`^\\w*${name}(?:_total)?(?:\\{[^}]*\\})? (\\d+)`, 'gm');
  const found = pages.flatMap((page) => [...page.matchAll(line)].map(([, value]) => Number(value)));
  return found.length === 0 ? null : found.reduce((sum, value) => sum + value, 0);
}
