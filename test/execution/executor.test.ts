// The executor answers what graphql-js answers. DOCUMENTS=20000 runs the long form; a failure prints the seed of its document.
import {
  execute,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import { beforeAll, expect, test } from 'vitest';
import { Executor, type Execution } from '../../src/execution/executor/executor.ts';
import { JsonText, type WrittenResult } from '../../src/execution/executor/json-text.ts';
import { createContext } from '../../src/graphql/context.ts';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import { coerceVariables } from '../../src/execution/variables.ts';
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
  const executor = new Executor({ schema });
  let executed = 0;
  let failed = 0;

  for (let seed = SEED; executed < DOCUMENTS; seed += 1) {
    const random = createRandom(seed);
    const { kind, query, variables } = makeRandomDocument({ schema, random: random.next, textsFor });
    const document = parse(query);
    if (kind !== 'query' || validate(schema, document).length > 0) continue;

    const { faults, ...coerced } = coerceVariables(
      { definition: findOperation(document), variables },
      { schema, limits: DEFAULT_LIMITS, hasSuggestions: false },
    );
    if (faults.length > 0) continue;

    const answer = await executor.execute(anExecution(query, coerced.variables));
    executed += 1;
    const contextValue = anExecution(query, variables).context;
    const expected = await execute({ schema, document, variableValues: variables, contextValue });

    if (expected.errors !== undefined) failed += 1;
    expect(comparable(answer), `seed ${seed}: ${query}\n${JSON.stringify(variables)}`).toEqual(comparable(expected));
  }

  expect(failed).toBeGreaterThan(DOCUMENTS / 20); // errors and their places are compared as well
}, 600_000);

test('mutations run their fields one after the other, as graphql-js runs them', async () => {
  const query = `mutation ($input: EditCommentInput!) {
    a: editComment(input: $input) { __typename ... on EditCommentPayload { comment { body } } }
    b: __typename
    a: editComment(input: $input) { ... on EditCommentPayload { comment { id number } } }
  }`;
  const input = { commentId: ids.at(-1), body: 'Changed.' };
  expect(validate(schema, parse(query))).toEqual([]);

  const execution = anExecution(query, { input });
  const expected = await execute({
    ...{ schema, document: execution.document, variableValues: { input } },
    contextValue: anExecution(query, { input }).context,
  });

  expect(comparable(await new Executor({ schema }).execute(execution))).toEqual(comparable(expected));
});

test('a document that is larger than a plan may be is answered each time', async () => {
  const executor = new Executor({ schema });
  const execution = anExecution(
    `{ ${'a: __typename '.repeat(20)} ${Array.from({ length: 1_200 }, (_, n) => `f${n}: __typename`).join(' ')} }`,
    {},
  );

  const answers = [await executor.execute(execution), await executor.execute(execution)];

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(Object.keys(answers[0]?.data?.read() ?? {})).toHaveLength(1_201);
});

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
    operation: findOperation(document),
    variables,
    context: createContext(api.services, session, { signal }),
  };
}

/**
 * As it is sent: without fields that are skipped. Several fields may fail below a value that is null because of them: which one
 * is told of depends on which was read first, so those tell no more than the place.
 */
function comparable({ data: found, errors = [] }: ExecutionResult | WrittenResult): unknown {
  const data = found instanceof JsonText ? found.read() : found;
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

function findOperation(document: DocumentNode): OperationDefinitionNode {
  return document.definitions.find(isOperation) ?? raise();
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
