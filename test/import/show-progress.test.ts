import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { expect, test } from 'vitest';
import { showProgress } from '../../src/cli/import/show-progress.ts';
import type { ImportStep } from '../../src/app/transfers/run-import.ts';

test('the last line of a phase has what was counted after the last bytes were read', () => {
  const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: false });
  const progress = showProgress(output as unknown as WriteStream, 10);
  const report = (phase: ImportStep['phase'], bytes: number, posts: number) =>
    progress.update({ phase, bytes, posts, comments: 2 * posts });

  report('check', 10, 0);
  report('import', 5, 0);
  report('import', 5, 0);
  report('import', 0, 3);
  progress.stop();

  expect(String(output.read()).split('\n')).toEqual([
    'Checking 100 %',
    'Importing 50 %  0 posts, 0 comments so far',
    'Importing 100 %  3 posts, 6 comments so far',
    '',
  ]);
});
