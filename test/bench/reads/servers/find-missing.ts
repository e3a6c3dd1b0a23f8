import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Plan } from '../arguments.ts';
import { CONTESTANTS_ON_DEMAND } from './contestant.ts';

const POSTGRAPHILE_NODE = 22; // as its packages say

/** What a plan needs and does not find, with the command that helps; null where there is nothing. */
export function findMissing({ contestants, node }: Pick<Plan, 'contestants' | 'node'>): string | null {
  const absent = CONTESTANTS_ON_DEMAND.filter((name) => contestants.includes(name) && !isInstalled(name));
  if (absent.length > 0) return `Not installed: ${absent.join(', ')}. Run: npm run bench:others`;
  if (!contestants.includes('postgraphile') || majorOf(node) >= POSTGRAPHILE_NODE) return null;
  return `postgraphile needs Node ${POSTGRAPHILE_NODE} or a later one. Add: --node "$(.ci/node-24 which node)"`;
}

function isInstalled(name: string): boolean {
  return existsSync(new URL(`../others/node_modules/${name}/package.json`, import.meta.url));
}

function majorOf(node: string): number {
  return Number.parseInt(execFileSync(node, ['--version']).toString().slice(1), 10);
}
