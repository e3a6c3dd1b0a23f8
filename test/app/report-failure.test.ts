import { pino } from 'pino';
import { expect, test } from 'vitest';
import { reportFailure } from '../../src/app/report-failure.ts';

function aReport() {
  const lines: { level: number; msg: string; err: { message: string } }[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { lines, report: reportFailure(logger, 'work failed') };
}

test('a fault that comes again and again is told once, each kind for itself', () => {
  const { lines, report } = aReport();

  for (let time = 0; time < 100; time += 1) {
    report(new Error(`The event ${time} is broken.`));
    report(new TypeError('Another fault.'));
    report(new Error('An event could not be executed.', { cause: new Error(`The post ${time} has no author.`) }));
  }

  expect(lines).toHaveLength(3);
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual(Array.from({ length: 3 }, () => [50, 'work failed']));
});

test('that the database is away is told as that, also where it made an event fail', () => {
  const { lines, report } = aReport();
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

  report(away);
  report(new Error('An event could not be executed.', { cause: away }));

  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([[40, 'the database is away']]);
});

test('the kinds that are remembered are bounded', () => {
  const { lines, report } = aReport();

  for (let time = 0; time < 3; time += 1) {
    for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') report(new Error(letter.repeat(3)));
  }

  expect(lines.length).toBeGreaterThan(52);
});
