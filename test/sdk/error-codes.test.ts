import { expect, test } from 'vitest';
import { ERROR_CODES as SERVICE_CODES } from '../../src/errors/coded-error.ts';
import { ERROR_CODES as SDK_CODES } from '../../src/sdk/index.ts';

test('the SDK lists every code of the service, and no other', () => {
  expect([...SDK_CODES].sort()).toEqual([...SERVICE_CODES].sort());
});
