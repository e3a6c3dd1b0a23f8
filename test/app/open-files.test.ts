import { pino } from 'pino';
import { expect, test } from 'vitest';
import { warnOfFewOpenFiles } from '../../src/app/open-files.ts';

const table = (soft: string) =>
  `Limit                     Soft Limit           Hard Limit           Units\nMax open files            ${soft.padEnd(20)} 1048576              files\n`;

test.each([
  ['fewer files than connections', table('1024'), 1],
  ['as many, of which some are not connections', table('25000'), 1],
  ['more', table('25001'), 0],
  ['any number', table('unlimited'), 0],
  ['what another system does not tell', '', 0],
])('the operator is warned of %s', (_, text, warnings) => {
  const logged: string[] = [];
  const logger = pino({}, { write: (line: string) => logged.push(line) });

  warnOfFewOpenFiles({ limits: { tcpConnections: 25_000 }, logger, read: () => text });

  expect(logged).toHaveLength(warnings);
});
