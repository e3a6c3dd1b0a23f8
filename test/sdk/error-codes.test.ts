import { expect, test } from 'vitest';
import { ERROR_CODES as OF_THE_SERVICE } from '../../src/errors/coded-error.ts';
import { ERROR_CODES as OF_THE_SDK } from '../../src/sdk/index.ts';

test('the SDK knows every code of the service, and no other', () => {
  expect([...OF_THE_SDK].sort()).toEqual([...OF_THE_SERVICE].sort());
});
