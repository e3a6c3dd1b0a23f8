import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { CODE_ROOT, PACKAGE_ROOT } from '../../src/config/package-root.ts';

// From `dist` and from what `npm start` makes it is found as well: test/build and test/app/first-run.test.ts run there.
test('the package is found from its source', () => {
  expect(PACKAGE_ROOT).toBe(resolve('.'));
  expect(CODE_ROOT).toBe(resolve('src'));
});
