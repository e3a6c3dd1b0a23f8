import { parseArgs } from 'node:util';
import { choose } from '../shared/choose.ts';
import { FULL, QUICK, QUICK_SCENARIOS, SCENARIOS, type Effort, type Scenario } from './scenarios.ts';

export const CONTESTANTS = ['limit', 'stock', 'this'] as const;
export type ContestantName = (typeof CONTESTANTS)[number];

/** The part of the benchmark to run. */
export interface Plan {
  readonly contestants: readonly ContestantName[];
  readonly scenarios: readonly Scenario[];
  readonly effort: Effort;
  /** Only a complete run fills the page. */
  readonly isWhole: boolean;
}

/** @throws {TypeError} when an option, or one of its values, is unknown. */
export function readPlan(args: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      scenario: { type: 'string' },
    },
  });
  const scenarios = values.quick ? QUICK_SCENARIOS : SCENARIOS;
  const names = choose(values.scenario, { of: scenarios.map(({ name }) => name), option: '--scenario' });
  const { quick, only, scenario } = values;
  return {
    contestants: choose(only, { of: CONTESTANTS, option: '--only' }),
    scenarios: scenarios.filter(({ name }) => names.includes(name)),
    effort: quick ? QUICK : FULL,
    isWhole: !quick && only === undefined && scenario === undefined,
  };
}
