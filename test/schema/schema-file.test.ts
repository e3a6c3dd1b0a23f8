import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { printSdl } from '../../src/graphql/print-sdl.ts';
import { schema } from '../../src/graphql/schema.ts';

const FILE = 'schema/schema.graphql';

test('the committed schema is the one that the code builds (`npm run schema` prints it)', () => {
  const printed = printSdl(schema);

  expect(readFileSync(FILE, 'utf8')).toBe(printed);
});

test('the schema follows the rules of Relay, and describes every type, field, argument and value', async () => {
  expect(await lint(readFileSync(FILE, 'utf8'))).toEqual([]);
});

test.each([
  ['a field', 'type Comment implements Node {', 'type Comment implements Node {\n  place: Int!', 'require-description'],
  ['an argument', '  node(\n', '  node(\n    draft: Boolean\n', 'require-description'],
  ['an enum value', 'enum TagKind {', 'enum TagKind {\n  PLACE', 'require-description'],
  ['an edge', 'type CommentEdge {', 'type CommentEdge {\n  a: Int\n}\n\ntype Loose {', 'relay-edge-types'],
])('the rules see a fault of %s', async (_what, before, after, rule) => {
  const source = readFileSync(FILE, 'utf8');
  expect(source).toContain(before);

  expect(await lint(source.replace(before, after))).toContain(`@graphql-eslint/${rule}`);
});

async function lint(source: string): Promise<(string | null)[]> {
  const [result] = await new ESLint().lintText(source, { filePath: FILE });
  return result?.messages.map(({ ruleId }) => ruleId) ?? [];
}
