import { getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { listWrites } from '../../src/execution/rates/list-writes.ts';

test('fragments that each hold the next one twice are walked once', () => {
  const fragments = Array.from({ length: 40 }, (_, n) => `fragment F${n} on Mutation { ...F${n + 1} ...F${n + 1} }`);
  const document = parse(
    `mutation { ...F0 ...F0 } ${fragments.join(' ')} fragment F40 on Mutation { __typename w: deleteComment(input: { clientMutationId: "k" }) { __typename } }`,
  );
  const operation = getOperationAST(document);
  if (!operation) throw new Error('Expected an operation.');

  expect(listWrites(operation, { document })).toEqual([{ mutation: 'deleteComment', clientMutationId: 'k' }]);
});
