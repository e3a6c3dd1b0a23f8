import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { createClient } from '../../src/sdk/create-client.ts';
import * as operations from '../../src/sdk/generated/operations.ts';

const DOCUMENTS = 'src/sdk/documents';

it('has a call for every operation', () => {
  const client = createClient({ url: 'http://localhost/graphql', transport: 'sse' });
  const names = Object.keys(operations).filter((name) => name.endsWith('Document') && !name.startsWith('Typed'));

  const calls = names.map((name) => name.replace(/Document$/, '').replace(/^./, (first) => first.toLowerCase()));

  expect(calls.length).toBeGreaterThan(0);
  expect(Object.keys(client)).toEqual(expect.arrayContaining(calls));
});

it('has documents that are valid against the schema', () => {
  const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
  // They share fragments: one document has all of them.
  const files = readdirSync(DOCUMENTS).map((file) => readFileSync(`${DOCUMENTS}/${file}`, 'utf8'));

  expect(validate(schema, parse(files.join('\n')))).toEqual([]);
});
