import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { showProgress } from '../../src/cli/import/show-progress.ts';
import type { ImportStep } from '../../src/app/transfers/run-import.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function show(size: number, { isTTY }: { isTTY: boolean }) {
  const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY, columns: 200 });
  const progress = showProgress(output as unknown as WriteStream, size);
  return {
    stop: () => progress.stop(),
    report: (phase: ImportStep['phase'], bytes: number, posts: number) =>
      progress.update({ phase, bytes, posts, comments: 2 * posts }),
    read: () => String(output.read()),
  };
}

test('the last line of a phase has what was counted after the last bytes were read', () => {
  const { report, stop, read } = show(10, { isTTY: false });

  report('check', 10, 0);
  report('import', 5, 0);
  report('import', 5, 0);
  report('import', 0, 1);
  stop();

  expect(read().split('\n')).toEqual([
    'Checking 100 %',
    'Importing 50 %  0 posts, 0 comments so far',
    'Importing 100 %  1 post, 2 comments so far',
    '',
  ]);
});

test.each([
  [30, '3 s left'],
  [300, '30 s left'],
  [3_000, '5 min left'],
  [36_000, '1 h 0 min left'],
])('a bar says what remains of %d seconds', (seconds, left) => {
  const { report, stop, read } = show(1_000, { isTTY: true });

  report('import', 0, 0);
  for (let step = 0; step < 9; step += 1) {
    vi.advanceTimersByTime((seconds * 1_000) / 10);
    report('import', 100, 1);
  }
  stop();

  expect(read()).toContain(`] 90 %, ${left}  1 post, 2 comments so far`);
});

test('a bar says nothing of what remains before it knows', () => {
  const { report, stop, read } = show(1_000, { isTTY: true });

  report('check', 0, 0);
  report('check', 0, 0);
  stop();

  expect(read()).toMatch(/] 0 % {2}/);
});
