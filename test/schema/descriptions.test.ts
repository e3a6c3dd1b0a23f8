import { buildSchema, isSpecifiedDirective, isSpecifiedScalarType } from 'graphql';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';

/** Faults of a description, each with the name under which the check reports it. */
const FAULTS: readonly (readonly [string, RegExp])[] = [
  ['opens with a pronoun', /^(?:This|These|That|Those|It|They|He|She)\b/],
  ['opens with "There is"', /^There (?:is|are|was|were)\b/],
  ['opens with "So many"', /^So (?:many|much)\b/],
  ['opens in lower case', /^\p{Ll}/u],
  ['lacks a final period', /[^.]$/],
  // Without a noun before it: "for who wrote it". "Viewers who may see the post" has one.
  ['has a bare "who"', /(?:^|\b(?:and|by|for|from|how|is|of|only|or|than|that|to|whether|with) )who(?:ever)?\b/i],
  ['says "is null where"', /\bis null where\b/i],
  ['is empty', /^\s*$/],
];

interface Described {
  /** The element, such as `Post.comments(order:)`. */
  readonly path: string;
  readonly description: string;
}

test('every description reads as a manual does', () => {
  expect(listFaults(schema)).toEqual([]);
});

test('the check sees every element of the schema', () => {
  const source = buildSchema(`
    directive @d("1" a: Int) on FIELD
    """2""" scalar S
    """3""" interface I { "4" f: S }
    """5""" type Query implements I { "6" f("7" a: In): S }
    """8""" input In { "9" f: E }
    """10""" enum E { "11" V }
    """12""" union U = Query
  `);

  const found = listDescribed(source);

  expect(found.map(({ path }) => path).sort()).toEqual(
    ['@d', '@d(a:)', 'E', 'E.V', 'I', 'I.f', 'In', 'In.f', 'Query', 'Query.f', 'Query.f(a:)', 'S', 'U'].sort(),
  );
  expect(found.filter(({ description }) => description === '').map(({ path }) => path)).toEqual(['@d']);
});

test('the check walks the whole of our schema', () => {
  const paths = listDescribed(schema).map(({ path }) => path);

  expect(paths.length).toBeGreaterThan(300);
  expect(paths).toEqual(
    expect.arrayContaining(['Comment.body', 'Post.comments(order:)', 'PostFilter.tag', 'Role.ADMIN', 'DateTime']),
  );
});

test.each([
  ['This is the headline.', ['opens with a pronoun']],
  ['This says what it may do.', ['opens with a pronoun']],
  ['This names the post.', ['opens with a pronoun']],
  ['This asks for a page.', ['opens with a pronoun']],
  ['These are the rows.', ['opens with a pronoun']],
  ['It is the new post.', ['opens with a pronoun']],
  ['It was written at this moment.', ['opens with a pronoun']],
  ['They were written by the author.', ['opens with a pronoun']],
  ['So many replies stand under it.', ['opens with "So many"']],
  ['There is a picture.', ['opens with "There is"']],
  ['the headline.', ['opens in lower case']],
  ['The headline', ['lacks a final period']],
  ['Whether who asks may edit the comment.', ['has a bare "who"']],
  ['Edits a comment, for who wrote it.', ['has a bare "who"']],
  ['The kicker; it is null where there is none.', ['says "is null where"']],
  ['', ['is empty']],
  ['The headline.', []],
  ['The headline, for viewers who may see the post.', []],
  ['Itemized costs.', []],
  ['The commenter who wrote the comment. Is null when the comment is withdrawn.', []],
])('of %j the check says %j', (description, faults) => {
  expect(faultsOf(description)).toEqual(faults);
});

function listFaults(of: GraphQLSchema): string[] {
  return listDescribed(of).flatMap(({ path, description }) =>
    faultsOf(description).map((fault) => `${path} ${fault}: ${description}`),
  );
}

function faultsOf(description: string): string[] {
  return FAULTS.filter(([, pattern]) => pattern.test(description)).map(([fault]) => fault);
}

/** Every element of ours with its description, which is empty when it has none. */
function listDescribed(of: GraphQLSchema): Described[] {
  const types = Object.values(of.getTypeMap()).filter(
    (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
  );
  const directives = of.getDirectives().filter((directive) => !isSpecifiedDirective(directive));
  return [
    ...types.flatMap((type) => [describe(type.name, type), ...describeParts(type)]),
    ...directives.flatMap((directive) => [
      describe(`@${directive.name}`, directive),
      ...directive.args.map((arg) => describe(`@${directive.name}(${arg.name}:)`, arg)),
    ]),
  ];
}

function describeParts(type: GraphQLNamedType): Described[] {
  if (isEnumType(type)) return type.getValues().map((value) => describe(`${type.name}.${value.name}`, value));
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => describe(`${type.name}.${field.name}`, field));
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    describe(`${type.name}.${field.name}`, field),
    ...field.args.map((arg) => describe(`${type.name}.${field.name}(${arg.name}:)`, arg)),
  ]);
}

function describe(path: string, { description }: { readonly description?: string | null | undefined }): Described {
  return { path, description: description ?? '' };
}
