// One statement for each operation, which gives the whole answer as text.

/** A prepared statement, and its values for the variables of a request. */
export interface LimitStatement {
  readonly text: string;
  readonly valuesOf: (variables: Variables, account: string) => readonly unknown[];
}

export interface Variables {
  readonly slug?: string;
  readonly first?: number;
  readonly last?: number;
  readonly post?: { readonly slug: string };
  readonly input?: {
    readonly postId: string;
    readonly parentId: string;
    readonly body: string;
    readonly clientMutationId: string;
  };
}

const TINY = answer(
  'post',
  `SELECT json_build_object('title', p.title) FROM post p WHERE p.slug = $1 AND ${published()}`,
);

const FRONT_PAGE = answer(
  'posts',
  `SELECT json_build_object(
     'pageInfo', json_build_object('hasNextPage', count(*) > $1, 'endCursor', min(p.slug) FILTER (WHERE p.place = $1)),
     'nodes', coalesce(json_agg(json_build_object(
       'id', p.id, 'slug', p.slug, 'title', p.title, 'kicker', p.kicker, 'excerpt', p.excerpt, 'publishedAt', p.published_at,
       'author', json_build_object('handle', a.handle, 'displayName', a.display_name),
       'tags', t.tags, 'commentCount', n.comments) ORDER BY p.place) FILTER (WHERE p.place <= $1), '[]'))
   FROM (
     SELECT p.*, row_number() OVER (ORDER BY p.published_at DESC, p.id DESC) AS place
     FROM (SELECT * FROM post p WHERE ${published()} ORDER BY p.published_at DESC, p.id DESC LIMIT $1 + 1) p
   ) p
   JOIN author a ON a.id = p.author_id
   CROSS JOIN LATERAL (
     SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'label', t.label, 'kind', t.kind) ORDER BY pt.place), '[]') AS tags
     FROM post_tag pt JOIN tag t ON t.id = pt.tag_id WHERE pt.post_id = p.id
   ) t
   CROSS JOIN LATERAL (
     SELECT count(*) AS comments FROM comment c WHERE c.post_id = p.id AND c.status = 'PUBLISHED'
   ) n`,
);

const [TOP, REPLIES, LEVELS] = [50, 20, 5]; // as the contract's document asks

const NESTED_THREAD = answer(
  'post',
  `SELECT json_build_object('title', p.title, 'replies', json_build_object(
     'totalCount', d.top_level_places,
     'pageInfo', json_build_object('hasNextPage', l1.has_next, 'endCursor', l1.end_cursor),
     'nodes', l1.nodes))
   FROM post p JOIN discussion d ON d.post_id = p.id
   CROSS JOIN LATERAL (${level(1)}) l1
   WHERE p.slug = $1 AND ${published()}`,
);

/** A level of the thread with everything below it. A page is followed by one comment more, to see whether it is the last. */
function level(depth: number): string {
  const [c, below] = [`c${depth}`, `l${depth + 1}`];
  const size = depth === 1 ? TOP : REPLIES;
  const replies =
    depth === 1
      ? `'replies', json_build_object('pageInfo', json_build_object(
           'hasNextPage', ${below}.has_next, 'endCursor', ${below}.end_cursor), 'nodes', ${below}.nodes)`
      : `'replies', json_build_object('nodes', ${below}.nodes)`;
  const above = `c${depth - 1}`;
  const isReply = `parent_id = ${above}.id AND ${above}.reply_places > 0 AND ${above}.place <= ${depth === 2 ? TOP : REPLIES}`;
  const parent = depth === 1 ? 'parent_id IS NULL' : isReply;
  // PostgreSQL does not see that the index is in the order of numbers where the parent is null.
  const order = depth === 1 ? 'parent_id, number' : 'number';
  return `
    SELECT coalesce(json_agg(json_build_object(
             'id', ${c}.id, 'number', ${c}.number, 'subject', ${c}.subject, 'body', ${c}.body, 'createdAt', ${c}.created_at,
             'replyCount', ${c}.reply_count, 'author', json_build_object('displayName', a${depth}.display_name)
             ${depth === LEVELS ? '' : `, ${replies}`}) ORDER BY ${c}.number) FILTER (WHERE ${c}.place <= ${size}), '[]') AS nodes,
           count(*) > ${size} AS has_next,
           max(${c}.number) FILTER (WHERE ${c}.place <= ${size}) AS end_cursor
    FROM (
      SELECT c.*, row_number() OVER (ORDER BY number) AS place
      FROM (SELECT * FROM comment WHERE post_id = p.id AND ${parent} ORDER BY ${order} LIMIT ${size + 1}) c
    ) ${c}
    JOIN author a${depth} ON a${depth}.id = ${c}.author_id
    ${depth === LEVELS ? '' : `CROSS JOIN LATERAL (${level(depth + 1)}) ${below}`}`;
}

const FLAT_PAGE = answer(
  'post',
  `SELECT json_build_object('comments', (
     SELECT json_build_object(
       'pageInfo', json_build_object('hasPreviousPage', count(*) > $2, 'startCursor', min(c.number) FILTER (WHERE c.place <= $2)),
       'nodes', coalesce(json_agg(json_build_object(
         'id', c.id, 'number', c.number, 'depth', cardinality(c.path) - 1,
         'parent', CASE WHEN c.parent_id IS NOT NULL THEN json_build_object('id', c.parent_id, 'number', c.path[cardinality(c.path) - 1]) END,
         'subject', c.subject, 'bodyHtml', c.body_html, 'createdAt', c.created_at,
         'author', json_build_object('displayName', a.display_name, 'avatarUrl', a.avatar_url)
       ) ORDER BY c.number) FILTER (WHERE c.place <= $2), '[]'))
     FROM (
       SELECT c.*, row_number() OVER (ORDER BY number DESC) AS place
       FROM (SELECT * FROM comment WHERE post_id = p.id ORDER BY number DESC LIMIT $2 + 1) c
     ) c
     JOIN author a ON a.id = c.author_id))
   FROM post p WHERE p.slug = $1 AND ${published()}`,
);

// The number comes from a sequence: a plain INSERT moves no counter, and writes no log.
const CREATE_COMMENT = `
  INSERT INTO comment (id, post_id, parent_id, number, path, subject, body, body_html, renderer_version, author_id, client_mutation_id)
  SELECT gen_random_uuid(), parent.post_id, parent.id, n, parent.path || n, NULL, $3, '<p dir="auto">' || $3 || '</p>', 1000, $4::uuid, $5
  FROM comment parent, CAST(nextval('limit_number') AS int) n
  WHERE parent.id = $2::uuid AND parent.post_id = $1::uuid AND parent.status = 'PUBLISHED'
  RETURNING json_build_object('data', json_build_object('createComment', json_build_object(
    '__typename', 'CreateCommentPayload', 'clientMutationId', client_mutation_id, 'cursor', number, 'comment', json_build_object(
      'id', id, 'number', number, 'depth', cardinality(path) - 1, 'subject', subject, 'body', body, 'bodyHtml', body_html,
      'parent', json_build_object('id', parent_id),
      'author', (SELECT json_build_object('__typename', 'Author', 'displayName', display_name) FROM author WHERE id = author_id)
    ))))::text`;

/** By the name of the operation. */
export const LIMIT_STATEMENTS: Readonly<Record<string, LimitStatement>> = {
  Tiny: { text: TINY, valuesOf: ({ slug }) => [slug] },
  FrontPage: { text: FRONT_PAGE, valuesOf: ({ first }) => [first] },
  NestedThread: { text: NESTED_THREAD, valuesOf: ({ post }) => [post?.slug] },
  FlatPage: { text: FLAT_PAGE, valuesOf: ({ slug, last }) => [slug, last] },
  CreateComment: {
    text: CREATE_COMMENT,
    valuesOf: ({ input }, account) => [input?.postId, input?.parentId, input?.body, account, input?.clientMutationId],
  },
};

/** What the statement needs that the service's tables lack. */
export const LIMIT_SEQUENCE = 'CREATE SEQUENCE IF NOT EXISTS limit_number START 1000000 CACHE 100';

function answer(field: string, select: string): string {
  return `SELECT json_build_object('data', json_build_object('${field}', (${select})))::text`;
}

function published(): string {
  return 'p.published_at IS NOT NULL';
}
