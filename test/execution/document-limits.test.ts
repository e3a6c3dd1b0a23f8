import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/config/limits.ts';
import { aPost, ask, openInProcess } from '../http/stand-in.ts';

const { documentLines, documentRepeats, documentAliases, documentDefinitions, documentDepth, documentDirectives } =
  DEFAULT_LIMITS;

const repeat = (count: number, part: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');

it.each<[string, number, (count: number) => string]>([
  ['aliases', documentAliases, (count) => `{ ${repeat(count, (n) => `a${n}: hello`)} }`],
  [
    'aliases in fragments',
    documentAliases,
    (count) => `{ ...F } fragment F on Query { ${repeat(count, (n) => `a${n}: hello`)} }`,
  ],
  ['repeated fields', documentRepeats, (count) => `{ ${repeat(count + 1, () => 'hello')} }`],
  ['directives', documentDirectives, (count) => `{ ${repeat(count, () => 'hello @skip(if: false)')} }`],
  ['directives of one field', documentDirectives, (count) => `{ hello ${'@include(if: true) '.repeat(count)} }`],
  [
    'definitions',
    documentDefinitions,
    (count) =>
      `{ ...F0 } ${repeat(count - 1, (n) => `fragment F${n} on Query { hello ...F${n + 1} }`)} `.replace(
        ` ...F${count - 1} `,
        ' ',
      ),
  ],
  ['levels', documentDepth, (count) => `{ ${'deep { '.repeat(count - 1)} id ${'} '.repeat(count - 1)} }`],
  [
    'levels through fragments',
    documentDepth,
    (count) =>
      `{ deep { ...F } } fragment F on Deep { ${'deep { '.repeat(count - 2)} ...G ${'} '.repeat(count - 2)} } fragment G on Deep { id }`,
  ],
])('a document of as many %s as the limit is read, and one of more is refused', async (_, limit, document) => {
  const server = openInProcess();

  const [most, more] = [await ask(server, aPost(document(limit))), await ask(server, aPost(document(limit + 1)))];

  expect(codesOf(most)).not.toContain('QUERY_TOO_COMPLEX');
  expect(codesOf(more)).toEqual(['QUERY_TOO_COMPLEX']);
  expect(more.body.errors[0].message).toMatch(new RegExp(`at most ${limit} .*; found ${limit + 1}\\.`));
});

it('a document of more lines than the limit is refused before it is parsed', async () => {
  const server = openInProcess();
  const ofLines = (count: number) => `{ hello ${'\n'.repeat(count - 1)}}`;

  expect(codesOf(await ask(server, aPost(ofLines(documentLines))))).toEqual([]);
  expect(codesOf(await ask(server, aPost(ofLines(documentLines + 1))))).toEqual(['QUERY_TOO_COMPLEX']);
});

it('a circle of fragments is a fault of its own', async () => {
  const { body } = await ask(
    openInProcess(),
    aPost('{ ...A } fragment A on Query { hello ...B } fragment B on Query { ...A }'),
  );

  expect(body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

it('a limit of the operator holds instead', async () => {
  const server = openInProcess({ limits: { documentAliases: 1 } });

  expect(codesOf(await ask(server, aPost('{ a: hello b: hello }')))).toEqual(['QUERY_TOO_COMPLEX']);
});

function codesOf({ body: { errors = [] } }: { body: { errors?: { extensions: { code: string } }[] } }): string[] {
  return errors.map(({ extensions: { code } }) => code);
}
