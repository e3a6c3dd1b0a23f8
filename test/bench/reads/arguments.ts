import { parseArgs } from 'node:util';
import { choose } from '../shared/choose.ts';
import { CASES, CASES_ON_DEMAND, type CaseName } from './cases.ts';
import { FULL_SCALE, type Scale } from './data/scale.ts';
import { CONTESTANTS, CONTESTANTS_ON_DEMAND, type ContestantName } from './servers/contestant.ts';

/** The part of the benchmark to run. */
export interface Plan {
  readonly contestants: readonly ContestantName[];
  readonly cases: readonly CaseName[];
  readonly connections: readonly number[];
  readonly scale: Scale;
  readonly rounds: number;
  readonly warmMs: number;
  readonly measuredMs: number;
  /** The Node that runs the servers. */
  readonly node: string;
  /** Whether the data set stays for the next run. */
  readonly isKept: boolean;
  /** Whether the service runs as it was last built. */
  readonly isBuilt: boolean;
  /** Only a whole run fills the page. */
  readonly isWhole: boolean;
}

export const USAGE = `npm run bench -- [--quick] [--only ${CONTESTANTS.join(',')}] [--case ${CASES[0]},…] [--keep] …

Only a whole run fills docs/benchmarks.md: one without options, or with --keep. Every run prints its tables.
  --quick          a look at whether everything runs
  --only           some of the contestants, or ${CONTESTANTS_ON_DEMAND.join(' and ')}, which npm run bench:others installs
  --case           some of the cases: ${[...CASES, ...CASES_ON_DEMAND].join(', ')}
  --connections    1,32 unless others are given
  --rounds         5 unless another number is given
  --seconds        how long one measurement takes; 3 unless another number is given
  --node           the Node that runs the servers: --node "$(.ci/node-24 which node)"
  --posts-times    as many times the posts and comments, in threads of the same sizes
  --keep           keeps the loaded data set for the next run, or takes the one that was kept
  --built          takes the service as it was last built`;

/** @throws {TypeError} when an option, or one of its values, is unknown. */
export function readPlan(args: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      case: { type: 'string' },
      connections: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      node: { type: 'string' },
      'posts-times': { type: 'string' },
      keep: { type: 'boolean', default: false },
      built: { type: 'boolean', default: false },
    },
  });
  const { quick, keep, built, node = process.execPath, only, ...rest } = values;
  const [rounds, seconds] = quick ? [1, 1] : [5, 3];
  const measuredMs = 1_000 * readNumber('--seconds', rest.seconds, seconds);
  return {
    contestants: choose(only, {
      of: [...CONTESTANTS, ...CONTESTANTS_ON_DEMAND],
      option: '--only',
      standard: CONTESTANTS,
    }),
    cases: choose(rest.case, { of: [...CASES, ...CASES_ON_DEMAND], option: '--case', standard: CASES }),
    connections: rest.connections?.split(',').map((text) => readNumber('--connections', text, 1)) ?? [1, 32],
    scale: { ...FULL_SCALE, blocks: readNumber('--posts-times', rest['posts-times'], 1) },
    rounds: readNumber('--rounds', rest.rounds, rounds),
    warmMs: measuredMs / 3,
    measuredMs,
    node,
    isKept: keep,
    isBuilt: built,
    isWhole: args.every((arg) => arg === '--keep'),
  };
}

function readNumber(option: string, text: string | undefined, standard: number): number {
  const number = Number(text ?? standard);
  if (number > 0 && Number.isInteger(number)) return number;
  throw new TypeError(`${option}: expected a whole number from 1; found ${text ?? ''}.`);
}
