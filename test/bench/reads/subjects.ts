import pg from 'pg';

/** What the requests ask for: found in the data set, in an order that is always the same and not that of the rows. */
export interface Subjects {
  readonly anyPosts: readonly string[];
  /** With some 250 comments. */
  readonly middlePosts: readonly string[];
  readonly largestPost: string;
  /** With 100 comments or more. */
  readonly longPosts: readonly string[];
  /** The first comment of each of some posts, without a subject. */
  readonly parents: readonly { readonly postId: string; readonly commentId: string }[];
  /** The accounts that write. */
  readonly writers: readonly { readonly id: string; readonly subject: string }[];
}

export const WRITERS = 32;
const POSTS = 512; // a multiple of the connections: at no time do two of them write on the same post

export async function findSubjects(databaseUrl: string): Promise<Subjects> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const slugs = async (condition: string) => {
    const text = `SELECT p.slug FROM post p JOIN discussion d ON d.post_id = p.id WHERE ${condition} LIMIT ${POSTS}`;
    return (await client.query<{ slug: string }>(text)).rows.map(({ slug }) => slug);
  };
  try {
    const [largestPost] = await slugs('true ORDER BY d.comment_count DESC, p.id');
    if (largestPost === undefined) throw new Error('Expected a post.');
    return {
      anyPosts: await slugs('true ORDER BY md5(p.slug)'),
      middlePosts: await slugs('d.comment_count BETWEEN 230 AND 270 ORDER BY md5(p.slug)'),
      largestPost,
      longPosts: await slugs('d.comment_count >= 100 ORDER BY md5(p.slug)'),
      parents: await findParents(client),
      writers: (await client.query(`SELECT id, subject FROM author ORDER BY subject LIMIT ${WRITERS}`)).rows,
    };
  } finally {
    await client.end();
  }
}

async function findParents(client: pg.Client): Promise<Subjects['parents']> {
  const { rows } = await client.query<{ postId: string; commentId: string }>(
    `SELECT post_id AS "postId", id AS "commentId" FROM comment
     WHERE number = 1 AND subject IS NULL ORDER BY md5(post_id::text) LIMIT ${POSTS}`,
  );
  if (rows.length < POSTS) throw new Error(`Expected ${POSTS} posts to write on; found ${rows.length}.`);
  return rows;
}
