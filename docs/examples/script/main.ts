import { createInterface } from 'node:readline';
import { createClient, createVoice, type CommentsQuery } from '@colloquy/sdk';

// Prints a discussion, then what is added to it. Each line that is typed becomes a comment, written as a guest.

type Comment = NonNullable<CommentsQuery['post']>['comments']['edges'][number]['node'];

const [slug = 'the-7-42-is-now-a-probability', guestName = 'Terminal'] = process.argv.slice(2);
const url = `${process.env['COLLOQUY_URL'] ?? 'http://127.0.0.1:4000'}/graphql`;
const client = createClient({ url, voice: createVoice() });

const { post } = await client.article({ by: { slug } });
if (post === null) throw new Error(`There is no post “${slug}”.`);
const postId = post.id;
console.log(`${post.title}\n`);

const input = createInterface({ input: process.stdin });
input.on('line', (body) => void write(body));
process.once('SIGINT', () => client.close());

const after = await printAll();
for await (const { commentAdded } of client.commentAdded({ postId, after })) print(commentAdded.node);
input.close();

/** Prints page after page. The answer is where the last page was read: what comes after it has not been printed. */
async function printAll(): Promise<string> {
  let after: string | null = null;
  for (;;) {
    const { post } = await client.comments({ post: { id: postId }, first: 50, after });
    if (post === null) throw new Error('The post was taken back.');
    for (const { node } of post.comments.edges) print(node);
    if (!post.comments.pageInfo.hasNextPage) return post.cursor;
    after = post.comments.pageInfo.endCursor;
  }
}

function print({ number, author, body }: Comment): void {
  console.log(`${number} ${author?.displayName ?? '–'}: ${body ?? '(deleted)'}`);
}

/** The stream brings the new comment, as it does everybody's: it is printed there. */
async function write(body: string): Promise<void> {
  const { createComment } = await client.createComment({ input: { postId, body, guestName } });
  if (createComment !== null && 'message' in createComment) console.error(createComment.message);
}
