import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Outage } from '../../src/observe/outage.ts';

function anOutage() {
  const lines: Record<string, unknown>[] = [];
  let time = 0;
  const outage = new Outage({
    logger: pino({ base: null, timestamp: false }, { write: (line: string) => lines.push(JSON.parse(line)) }),
    text: 'it is away',
    now: () => time,
  });
  const failAt = (seconds: number) => {
    time = seconds * 1_000;
    outage.tell(new Error('refused'));
  };
  return { outage, lines, failAt };
}

test('an outage is told once, then every minute with the number of its failures', () => {
  const { lines, failAt } = anOutage();

  for (const seconds of [0, 0, 1, 59, 60, 61, 119, 121]) failAt(seconds);

  expect(lines).toEqual([
    { level: 40, err: expect.anything(), msg: 'it is away' },
    { level: 40, err: expect.anything(), failures: 4, msg: 'it is away' },
    { level: 40, err: expect.anything(), failures: 3, msg: 'it is away' },
  ]);
});

test('its end is told once, and the next failure is another outage', () => {
  const { outage, lines, failAt } = anOutage();

  outage.end('it is back');
  failAt(0);
  failAt(1);
  outage.end('it is back');
  outage.end('it is back');
  failAt(2);

  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    [40, 'it is away'],
    [30, 'it is back'],
    [40, 'it is away'],
  ]);
});
