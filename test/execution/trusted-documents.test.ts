import { buildSchema } from 'graphql';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { findTrustedDocuments } from '../../src/app/trusted-documents.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import { hashDocument } from '../../src/execution/documents/document-id.ts';
import { createDocuments } from '../../src/execution/documents/documents.ts';
import { trustDocuments, type TrustedDocument } from '../../src/execution/documents/trusted-documents.ts';
import { schema as ourSchema } from '../../src/graphql/schema.ts';
import * as operations from '../../src/sdk/generated/operations.ts';

const schema = buildSchema('type Query { hello(name: String): String }');

function register(documents: readonly TrustedDocument[], { only = false, rules = {} } = {}) {
  const logged: { reason: string }[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const all = { schema, hasIntrospection: false, hasSuggestions: false, limits: DEFAULT_LIMITS, ...rules };
  return { ...trustDocuments(createDocuments(all), { trusted: { documents, only }, logger }), logged };
}

function aDocument(
  text: string,
  { id = hashDocument(text), file = 'a.json' }: Partial<TrustedDocument> = {},
): TrustedDocument {
  return { id, text, file };
}

function faultsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

test('a registered document stays parsed, however many others come after it', () => {
  const { parse } = register([aDocument('{ hello }')]);

  const first = parse('{ hello }');
  const other = parse('{ other: hello }');
  for (let n = 0; n < 1_000; n += 1) parse(`{ other${n}: hello }`);

  expect(parse('{ hello }')).toBe(first);
  expect(parse('{ other: hello }')).not.toBe(other);
});

test('a registered document is one with its text, however long it is', () => {
  const text = `{ hello } # ${'x'.repeat(20_000)}`;
  const { parse, findText } = register([aDocument(text)]);

  expect(parse(findText({ documentId: hashDocument(text) }) ?? '')).toBe(parse(text));
});

test.each([
  ['{ hello', 'line 1, column 8: Syntax Error'],
  ['{ helo }', 'line 1, column 3: Cannot query field "helo"'],
  ['query { __schema { types { name } } }', 'line 1, column 9: Introspection is off.'],
  ['fragment F on Query { hello }', 'Fragment "F" is never used.'],
  ['', 'Syntax Error'],
  [`{ ${'hello '.repeat(2_000)}}`, 'Expected a document of at most 2000 tokens'],
])('a document that cannot be executed is a fault of the configuration: %.30s', (text, reason) => {
  const document = aDocument(text);

  const faults = faultsOf(() => register([aDocument('{ hello }'), document]));

  expect(faults).toEqual([expect.stringMatching(/^TRUSTED_DOCUMENTS: a\.json: the document sha256:\w{64} cannot/)]);
  expect(faults[0]).toContain(document.id);
  expect(faults[0]).toContain(reason);
  expect(faults[0]).toMatch(/write the file anew .+, or take the document out$/);
});

test('every faulty document is named at once, and one of two under the same id', () => {
  const faults = faultsOf(() =>
    register([
      aDocument('{ a }'),
      aDocument('{ hello }', { id: 'mine' }),
      aDocument('{ hello }', { id: 'mine', file: 'b.json' }),
      aDocument('{ other: hello }', { id: 'mine', file: 'c.json' }),
      aDocument('{ b }'),
    ]),
  );

  expect(faults).toHaveLength(3);
  expect(faults[1]).toContain('c.json: the document mine cannot be executed (another document has this id)');
});

test('a document of our own that a limit refuses is left out and logged; the service starts', () => {
  const text = '{ hello }';

  const { findText, logged } = register([aDocument(text, { file: null })], {
    rules: { limits: { ...DEFAULT_LIMITS, documentTokens: 2 } },
  });

  expect(logged).toMatchObject([{ id: hashDocument(text), reason: expect.stringContaining('at most 2 tokens') }]);
  expect(() => findText({ documentId: hashDocument(text) })).toThrow('No document is registered');
});

test('every document of the SDK is registered under the id that it carries', () => {
  const trusted = findTrustedDocuments({ trustedDocuments: null, hasTrustedOnly: true });
  const { findText, parse, logged } = register(trusted.documents, { only: true, rules: { schema: ourSchema } });

  const sent = Object.entries(operations).filter(([name]) => /(?<!^Typed)Document$/.test(name));

  expect(sent.length).toBeGreaterThan(15);
  for (const [, document] of sent as [string, { __meta__?: { hash: string } }][]) {
    expect(findText({ documentId: document.__meta__?.hash })).toBe(document.toString());
    expect(parse(document.toString()).kind).toBe('Document');
  }
  expect(logged).toEqual([]);
});
