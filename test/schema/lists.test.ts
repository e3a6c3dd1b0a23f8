import { getNamedType, getNullableType, isCompositeType, isListType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';

test('every list of objects says how many it can hold, or is the page of a connection', () => {
  const undeclared = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .filter((type) => !type.name.startsWith('__') && !('pageInfo' in type.getFields()))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    .filter(({ field }) => isListType(getNullableType(field.type)) && isCompositeType(getNamedType(field.type)))
    .filter(({ field }) => !['number', 'function'].includes(typeof field.extensions['mostItems']))
    .map(({ type, field }) => `${type.name}.${field.name}`);

  expect(undeclared).toEqual([]);
});
