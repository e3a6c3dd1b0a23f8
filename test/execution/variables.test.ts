import { buildSchema, parse, Kind, type OperationDefinitionNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { coerceVariables, requireFewValues } from '../../src/execution/variables.ts';

const schema = buildSchema(`
  enum Order { TIME THREAD }
  input By @oneOf { id: ID slug: String }
  type Query { post(by: By!, order: Order): Int }
`);

const definition = readOperation('query ($by: By!, $order: Order) { post(by: $by, order: $order) }');
const limits = { requestErrors: 10 };

describe('the values of variables', () => {
  it.each([
    ['unknown fields', { by: Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, 1])) }],
    ['items', { by: Array.from({ length: 20_000 }, () => 1) }],
    ['levels', { by: JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) as unknown }],
  ])('are bounded: %s', (_what, variables) => {
    expect(() => requireFewValues({ definition, variables }, 1_000)).toThrow('at most 1000 values');
  });

  it('that nobody declared are ignored, as GraphQL does', () => {
    const variables = { by: { slug: 'a' }, other: Array.from({ length: 20_000 }, () => 1) };

    expect(() => requireFewValues({ definition, variables }, 1_000)).not.toThrow();
  });
});

describe('variables that do not fit', () => {
  const faultsOf = (variables: Record<string, unknown>, hasSuggestions = false) =>
    coerceVariables({ definition, variables }, { schema, limits, hasSuggestions }).faults.map(({ message }) => message);

  it.each([
    [{ by: { slg: 'a' } }, 'slug'],
    [{ by: { slug: 'a' }, order: 'TIMEE' }, 'TIME'],
  ])('get suggestions in development alone: %j', (variables, name) => {
    expect(faultsOf(variables, true).join()).toContain(`Did you mean`);
    expect(faultsOf(variables, true).join()).toContain(`"${name}"`);
    expect(faultsOf(variables).join()).not.toContain('Did you mean');
  });

  it('get ten errors at most, and none about their number', () => {
    const by = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`k${n}`, 1]));

    const faults = faultsOf({ by });

    expect(faults).toHaveLength(10);
    expect(faults.join()).not.toContain('Too many');
  });

  it('of a `@oneOf` input have one field', () => {
    expect(faultsOf({ by: { slug: 'a', id: 'b' } })).toHaveLength(1);
    expect(faultsOf({ by: { slug: 'a' } })).toEqual([]);
  });
});

function readOperation(source: string): OperationDefinitionNode {
  const [operation] = parse(source).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Expected an operation.');
  return operation;
}
