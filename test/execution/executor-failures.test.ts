// What fails nulls what stands around it, whether it fails at once or later: held against graphql-js.
import { buildSchema, execute, parse, type ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import { resolveOperation } from '../../src/execution/documents/documents.ts';
import { Executor } from '../../src/execution/executor/executor.ts';
import { writeResult } from '../../src/execution/executor/json-text.ts';
import { createRandom } from '../chaos/random.ts';

const schema = buildSchema(`
  type Query { thing: Thing things: [Thing] all: [Thing!] rows: [[Thing!]]! }
  type Thing { number: Int text: String! names: [String!] same: Thing some: [Thing!]! }
`);

const document = parse(`
  query ($with: Boolean!) {
    thing { ...Rest same { ...Rest } some { text } }
    things { number text @include(if: $with) }
    all { ...Rest }
    rows { text ...Rest }
  }
  fragment Rest on Thing { n: number names text some { number text } }
`);

const RUNS = 500;

test(`${RUNS} trees of values, failures and promises are answered as graphql-js answers them`, async () => {
  const executor = new Executor({ schema });
  let failed = 0;
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const variables = { with: seed % 2 === 0 };
    const operation = resolveOperation(document, null);

    const found = await executor.execute({
      document,
      operation,
      variables,
      context: {},
      rootValue: makeRoot({ seed }),
    });
    // Later only: graphql-js loses the promises of a list in which something is thrown, and their failures are nobody's.
    const rootValue = makeRoot({ seed, isLater: true });
    const expected = await execute({ schema, document, variableValues: variables, rootValue });

    if (expected.errors !== undefined) failed += 1;
    const read = JSON.parse(writeResult(found)) as ExecutionResult;
    expect(read.data, `seed ${seed}`).toEqual(JSON.parse(JSON.stringify(expected.data)));
    expect(placesOf(read), `seed ${seed}`).toEqual(placesOf(expected));
  }
  expect(failed).toBeGreaterThan(RUNS / 4);
  expect(failed).toBeLessThan(RUNS);
});

/** Where values are null because of an error. Which of several errors is told of depends on which came first. */
function placesOf({ data, errors = [] }: ExecutionResult): readonly string[] {
  const places = errors.map(({ path = [] }) => {
    let value: unknown = data;
    const reached: (string | number)[] = [];
    for (const key of path) {
      if (typeof value !== 'object' || value === null) break;
      value = Reflect.get(value, key);
      reached.push(key);
    }
    return reached.join('.');
  });
  return [...new Set(places)].sort();
}

/** A tree that is the same for a seed, in whatever order it is read. */
function makeRoot({ seed, isLater = false }: { readonly seed: number; readonly isLater?: boolean }): object {
  const chanceAt = (place: string) =>
    createRandom([...place].reduce((sum, one) => sum * 31 + one.charCodeAt(0), seed)).next();
  const give = (place: string, value: () => unknown): unknown => {
    const chance = chanceAt(place);
    const now = () => {
      if (chance < 0.04) throw new Error('Thrown.');
      if (chance < 0.06) return null;
      return chance < 0.08 ? new Error('As a value.') : value();
    };
    return isLater || chanceAt(`${place} later`) < 0.3 ? Promise.resolve().then(now) : now();
  };
  const maybe = (place: string, value: (place: string) => unknown) => () => give(place, () => value(place));
  const listOf = (item: (place: string) => unknown) => (place: string) =>
    Array.from({ length: Math.floor(chanceAt(`${place} length`) * 4) }, (_, index) => {
      const ofItem = `${place}.${index}`;
      const chance = chanceAt(ofItem);
      if (chance < 0.1) return isLater || chance < 0.05 ? Promise.resolve(null) : null;
      if (chance < 0.2) return Promise.reject(new Error('An item.'));
      return isLater || chance < 0.4 ? Promise.resolve().then(() => item(ofItem)) : item(ofItem);
    });
  const thing = (depth: number) => (place: string) => ({
    number: maybe(`${place}.number`, () => 1),
    text: maybe(`${place}.text`, () => 'A "text"\n\u2014 \ud83d\ude00 \ud800'),
    names: maybe(
      `${place}.names`,
      listOf(() => 'a name'),
    ),
    same: maybe(`${place}.same`, depth === 0 ? () => null : thing(depth - 1)),
    some: maybe(`${place}.some`, depth === 0 ? () => [] : listOf(thing(depth - 1))),
  });
  return {
    thing: maybe('thing', thing(2)),
    things: maybe('things', listOf(thing(1))),
    all: maybe('all', listOf(thing(1))),
    rows: maybe('rows', listOf(listOf(thing(1)))),
  };
}
