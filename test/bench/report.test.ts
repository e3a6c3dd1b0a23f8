import { expect, test } from 'vitest';
import { readPlan } from './live/arguments.ts';
import { sumOf } from './live/contestants/counters.ts';
import { replaceBetween } from './shared/page.ts';
import { makeTables } from './live/report.ts';
import { round } from './shared/round.ts';
import { SCENARIOS, type Scenario } from './live/scenarios.ts';
import type { Measurement } from './live/measure.ts';

const SCENARIO = SCENARIOS[0] as Scenario;

test('a figure is compared with the limit of the same scenario', () => {
  const tables = makeTables([
    { scenario: SCENARIO, contestant: 'limit', outcome: aMeasurement({ rates: [90, 100, 120] }) },
    { scenario: SCENARIO, contestant: 'this', outcome: aMeasurement({ rates: [60, 50, 40] }) },
  ]);

  expect(tables).toContain('| 1000x1 | limit | 100 (90–120) | 1.00 |');
  expect(tables).toContain('| 1000x1 | this | 50 (40–60) | 0.50 |');
  expect(tables).toContain('| 1 / 1,000 |');
});

test('a contestant that failed is named with the reason, and the others keep their figures', () => {
  const tables = makeTables([
    { scenario: SCENARIO, contestant: 'stock', outcome: new Error('it ended') },
    { scenario: SCENARIO, contestant: 'this', outcome: aMeasurement({ rates: [50] }) },
  ]);

  expect(tables).toContain('- 1000x1, stock: it ended');
  expect(tables).toContain('| 1000x1 | stock | – | – |');
  expect(tables).toContain('| 1000x1 | this | 50 (50–50) | – |');
});

test('small figures have three significant digits, and large ones separated thousands', () => {
  expect([0.123, 12.34, 1234.5].map(round)).toEqual(['0.12', '12.3', '1,235']);
});

test('filling the page replaces its figures and keeps the text around them', () => {
  const page = 'A\n<!-- bench:live begins -->\nold\n<!-- bench:live ends -->\nB\n';

  const filled = replaceBetween(replaceBetween(page, { figures: 'newer', bench: 'bench:live' }), {
    figures: 'new',
    bench: 'bench:live',
  });

  expect(filled).toBe('A\n<!-- bench:live begins -->\n\nnew\n\n<!-- bench:live ends -->\nB\n');
  expect(() => replaceBetween('A', { figures: 'new', bench: 'bench:live' })).toThrow(/Expected/);
});

test('a run may be partial, and only a complete one fills the page', () => {
  expect(readPlan([])).toMatchObject({ contestants: ['limit', 'stock', 'this'], scenarios: SCENARIOS, isWhole: true });
  const part = readPlan(['--only', 'this,limit', '--scenario', '10000x1']);
  expect(part).toMatchObject({ contestants: ['limit', 'this'], isWhole: false });
  expect(part.scenarios.map(({ subscribers }) => subscribers)).toEqual([10_000]);
  expect(readPlan(['--quick']).isWhole).toBe(false);
  expect(() => readPlan(['--only', 'that'])).toThrow(/expected some of limit, stock, this; found that/);
});

test('counters are summed over labels and instances, and null when no page has them', () => {
  const pages = ['colloquy_live_executions_total{instance="a"} 2\n', '# HELP\ncolloquy_live_executions_total 3\n'];

  expect(sumOf('executions', pages)).toBe(5);
  expect(sumOf('deliveries', pages)).toBeNull();
});

function aMeasurement({ rates }: { rates: readonly number[] }): Measurement {
  const answers = { answerMillis: [10, 20], statements: [1], sentAt: [0, 0] };
  return {
    bursts: rates.map((rate) => ({
      deliveriesPerSecond: rate,
      serverMicros: [7],
      seconds: 1,
      clientMicros: 5,
      messageBytes: 600,
    })),
    eventsARound: 10,
    perEvent: 1_000,
    paced: { ...answers, lastDeliveryMillis: [100] },
    quiet: answers,
    writeMicros: 100,
    idleBytesASubscriber: [1024],
    peakBytes: [2 ** 20],
    counted: { executions: 1, deliveries: 1_000 },
  };
}
