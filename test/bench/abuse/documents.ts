import { getIntrospectionQuery } from 'graphql';

/** What the documents are about. */
export interface Subject {
  readonly slug: string;
  readonly postId: string;
  /** A comment with thousands of replies below it. */
  readonly commentId: string;
}

/** One request that is built to hurt, or the dearest of a kind that is still allowed. */
export interface Attack {
  readonly name: string;
  readonly kind: 'refused' | 'allowed';
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const MISSING = 'Q29tbWVudDowMDAwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDA';

const repeat = (count: number, part: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');

/** The documents; those over 64 KB cannot be sent over WebSocket. */
export function makeAttacks({ slug, postId, commentId }: Subject): readonly Attack[] {
  const ofPost = (inner: string) => `{ post(by: { slug: "${slug}" }) { ${inner} } }`;
  const ofComment = (inner: string) => `{ comment(id: "${commentId}") { ${inner} } }`;
  const page = (inner: string, size = 100) => `comments(first: ${size}) { nodes { ${inner} } }`;
  const replies = (levels: number): string =>
    levels === 0 ? 'id' : `replies(first: 100) { nodes { id body author { displayName } ${replies(levels - 1)} } }`;
  const doubling = (fields: (next: string) => string) =>
    `${ofComment('...F0')} ${repeat(15, (n) => `fragment F${n} on Comment { ${fields(`F${n + 1}`)} }`)} fragment F15 on Comment { id }`;
  const all =
    'id number depth path status subject body bodyHtml url createdAt editedAt viewerCanEdit replyCount author { displayName avatarUrl } parent { number }';
  const dear = (body: string, count = 30) => ({
    query: `mutation ($body: String!) { ${repeat(count, (n) => `e${n}: editComment(input: { commentId: "${MISSING}", body: $body }) { __typename }`)} }`,
    variables: { body },
  });
  const write = (body: string) => ({
    query:
      'mutation ($input: CreateCommentInput!) { createComment(input: $input) { __typename ... on Error { code } } }',
    variables: { input: { postId, body } },
  });

  return [
    {
      name: 'comments of the post of comments, three times',
      kind: 'refused',
      query: ofPost(page(`post { ${page(`post { ${page('id')} }`)} }`)),
    },
    {
      name: 'ancestors of ancestors',
      kind: 'refused',
      query: ofComment('ancestors { ancestors { ancestors { id } } }'),
    },
    {
      name: 'comments of the post of nested replies',
      kind: 'refused',
      query: ofPost(
        'replies(first: 100) { nodes { replies(first: 100) { nodes { post { comments(first: 100) { nodes { id } } } } } } }',
      ),
    },
    { name: '10,000 aliases', kind: 'refused', query: `{ ${repeat(10_000, (n) => `a${n}: __typename`)} }` },
    {
      name: '30 aliases of a page of pages',
      kind: 'refused',
      query: `{ ${repeat(30, (n) => `a${n}: posts(first: 100) { nodes { ${page('id')} } }`)} }`,
    },
    { name: '10,000 levels', kind: 'refused', query: '{a'.repeat(10_000) },
    { name: '10,000 brackets', kind: 'refused', query: `{ post(by: ${'['.repeat(10_000)}` },
    {
      name: 'a circle of fragments',
      kind: 'refused',
      query: `{ ...A } ${repeat(40, (n) => `fragment ${n === 0 ? 'A' : `F${n}`} on Query { ...F${n + 1} }`)} fragment F40 on Query { ...A }`,
    },
    {
      name: 'fragments that double objects',
      kind: 'refused',
      query: doubling((next) => `a: parent { ...${next} } b: parent { ...${next} }`),
    },
    {
      name: 'fragments that double lists',
      kind: 'refused',
      query: doubling(
        (next) =>
          `a: post { comments(first: 7) { nodes { ...${next} } } } b: post { comments(first: 9) { nodes { ...${next} } } }`,
      ),
    },
    { name: 'a flood of directives', kind: 'refused', query: `{ __typename ${'@skip(if: false) '.repeat(5_000)} }` },
    { name: 'a flood of fields', kind: 'refused', query: `{ ${'__typename '.repeat(20_000)} }` },
    { name: 'fields that are compared in pairs', kind: 'refused', query: ofPost(repeat(900, () => 'id title')) },
    {
      name: 'a flood of definitions',
      kind: 'refused',
      query: repeat(5_000, (n) => `fragment F${n} on Query { __typename }`),
    },
    {
      name: 'introspection in circles',
      kind: 'refused',
      query: `{ __schema { types { ${repeat(20, (n) => `f${n}: fields { type { fields { name } } }`)} } } }`,
    },
    { name: '30 edits of a missing comment with a dear text', kind: 'allowed', ...dear('*a_ '.repeat(2_500)) },
    ...['www._', '[', '*a_ ', '> ', '`a``', '![a](', '<a b="', '| a ', '- - ', 'a@b.', '&#x', '**a '].map(
      (part): Attack => ({
        name: `a text of "${part.trim().replace('](', '] (')}"`,
        kind: 'allowed',
        ...write(part.repeat(Math.floor(10_000 / part.length)).slice(0, 9_999)),
      }),
    ),
    { name: 'introspection as GraphiQL sends it', kind: 'refused', query: getIntrospectionQuery() },
    {
      name: 'the dearest pages: 6,000 comments',
      kind: 'allowed',
      query: `{ posts(first: 1) { nodes { ${page(`post { ${page(all, 60)} }`)} } } }`,
    },
    {
      name: 'the dearest rows: 100 pages of 100',
      kind: 'allowed',
      query: `{ posts(first: 100) { nodes { ${page('id number body author { displayName }', 95)} } } }`,
    },
    { name: 'fifteen levels of more than 5,000 nested replies', kind: 'refused', query: ofPost(replies(15)) },
    { name: 'replies beyond the limit', kind: 'refused', query: ofComment(replies(15)) },
    {
      name: '30 aliases of the largest page',
      kind: 'allowed',
      query: ofPost(repeat(30, (n) => `a${n}: ${page(all)}`)),
    },
    {
      name: '30 lists of 100 ids',
      kind: 'allowed',
      query: `query ($ids: [ID!]!) { ${repeat(30, (n) => `n${n}: nodes(ids: $ids) { id ... on Comment { body } }`)} }`,
      variables: { ids: Array.from({ length: 100 }, () => commentId) },
    },
  ];
}
