// A compiled query answers what graphql-js answers. DOCUMENTS=20000 runs the long form; a failure prints the seed of its document.
import { execute, Kind, parse, validate, type ExecutionResult, type OperationDefinitionNode } from 'graphql';
import { beforeAll, expect, test } from 'vitest';
import { CompiledQueries, type Execution } from '../../src/execution/compiled/compiled-queries.ts';
import { createContext } from '../../src/graphql/context.ts';
import { schema } from '../../src/graphql/schema.ts';
import { Budget } from '../../src/session/budget.ts';
import { createRandom } from '../chaos/random.ts';
import { anAccount, aVoice, openTestApi } from '../harness/api.ts';
import { openTestDatabase } from '../harness/database.ts';
import { aComment, anAccountOf, aPost } from '../harness/fixtures.ts';
import { makeRandomDocument } from '../harness/random-document.ts';

const DOCUMENTS = Number(process.env['DOCUMENTS'] ?? 300);
const SEED = Number(process.env['SEED'] ?? 1);

const database = await openTestDatabase();
const api = openTestApi(database);

const ids = ['', 'x', '\u0000'];
const cursors = ['', 'bm8='];
const slugs = ['energy', 'a-post', 'no such', 'reader-1'];

beforeAll(async () => {
  const tags = [{ label: 'Energy', kind: 'TOPIC' as const }];
  const { id: postId } = await aPost(api, { slug: 'a-post', tags });
  ids.push(postId);
  const written: string[] = [];
  for (let place = 0; place < 30; place += 1) {
    const parentId = place < 10 ? null : (written[place - 10] ?? null);
    const { comment, cursor } = await aComment(
      api,
      { postId, parentId, body: 'A *remark* & more.' },
      place % 3 === 0 ? aVoice(`v${place}`) : anAccountOf(place % 4),
    );
    written.push(comment.id);
    cursors.push(cursor);
  }
  ids.push(...written);
});

test(`${DOCUMENTS} random queries are answered as graphql-js answers them`, async () => {
  const compiled = new CompiledQueries({ schema, after: 1 });
  let executed = 0;
  let failed = 0;

  for (let seed = SEED; executed < DOCUMENTS; seed += 1) {
    const random = createRandom(seed);
    const { kind, query, variables } = makeRandomDocument({ schema, random: random.next, textsFor });
    const document = parse(query);
    if (kind !== 'query' || validate(schema, document).length > 0) continue;

    const execution = () => anExecution(query, variables);
    const answer = await compiled.execute(execution());
    if (answer === null) continue;
    executed += 1;
    const { document: _, operation: __, variables: variableValues, context: contextValue } = execution();
    const expected = await execute({ schema, document, variableValues, contextValue });

    if (expected.errors !== undefined) failed += 1;
    expect(comparable(answer), `seed ${seed}: ${query}\n${JSON.stringify(variables)}`).toEqual(comparable(expected));
  }

  expect(failed).toBeGreaterThan(DOCUMENTS / 20); // errors and their places are compared as well
}, 600_000);

test('a query is compiled when it comes again, and introspection, mutations and giants are not', () => {
  const compiled = new CompiledQueries({ schema, after: 2 });
  const again = (query: string) => {
    const execution = anExecution(query, {});
    return [compiled.execute(execution), compiled.execute(execution)].map((answer) => answer !== null);
  };

  expect(again('{ __typename }')).toEqual([false, true]);
  expect(again('{ __schema { queryType { name } } }')).toEqual([false, false]);
  expect(again('mutation { __typename }')).toEqual([false, false]);
  expect(again(`{ ${'a: __typename '.repeat(400)} }`)).toEqual([false, false]);
  expect(again(doubling(20))).toEqual([false, false]);
});

/** A fragment that is copied 2^levels times. */
function doubling(levels: number): string {
  const fragments = Array.from(
    { length: levels },
    (_, n) => `fragment F${n} on Comment { a: parent { ...F${n + 1} } b: parent { ...F${n + 1} } }`,
  );
  return `{ comment(id: "x") { ...F0 } } ${fragments.join(' ')} fragment F${levels} on Comment { id }`;
}

function anExecution(query: string, variables: Execution['variables']): Execution {
  const document = parse(query);
  const signal = new AbortController().signal;
  const identity = anAccount('reader-1');
  const session = {
    ...{ identity, viewpoint: identity, address: null, requestId: 'a-request', budget: Budget.unlimited() },
    now: () => new Date(0),
  };
  return {
    document,
    operation: document.definitions.find(isOperation) ?? raise(),
    variables,
    context: createContext(api.services, session, { signal }),
  };
}

/**
 * As it is sent: without fields that are skipped. Several fields may fail below a value that is null because of them: which one
 * is told of depends on which was read first, so those tell no more than the place.
 */
function comparable({ data, errors = [] }: ExecutionResult): unknown {
  const told = new Set(
    errors.map(({ message, path = [], locations, originalError }) => {
      const place = findNull(data, path);
      const whole = { path, message, locations, cause: originalError?.name };
      return JSON.stringify(place.length === path.length ? whole : { place });
    }),
  );
  return { data: JSON.stringify(data), errors: [...told].sort() };
}

/** The beginning of a path at which there is no object any more. */
function findNull(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  const [key, ...rest] = path;
  if (key === undefined || typeof data !== 'object' || data === null) return [];
  return [key, ...findNull(Reflect.get(data, key), rest)];
}

function isOperation(definition: { readonly kind: Kind }): definition is OperationDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION;
}

function textsFor(name: string, type: string): readonly string[] {
  if (type === 'ID') return ids;
  if (name === 'after' || name === 'before') return cursors;
  return slugs;
}

function raise(): never {
  throw new Error('Expected an operation.');
}
