import { expect, test } from 'vitest';
import { readExportCall } from '../../src/cli/export-arguments.ts';

test('the form of other software is one that is known, and always whole', () => {
  expect(readExportCall(['--format', 'disqus'])).toEqual({ output: null, after: null, format: 'disqus' });
  expect(readExportCall([])).toMatchObject({ format: null });
  expect(() => readExportCall(['--format', 'coral'])).toThrow('Expected --format wordpress or disqus; found "coral".');
  expect(() => readExportCall(['--format', 'wordpress', '--after', 'x'])).toThrow(
    '--after goes with our own form only',
  );
});
