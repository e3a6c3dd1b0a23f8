import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createComment } from '../../../src/domain/create-comment.ts';
import { createServiceSession, type Services, type ServiceSession } from '../../../src/domain/service-session.ts';
import { NO_RATES } from '../../../src/execution/rates/rates.ts';
import { Budget } from '../../../src/session/budget.ts';
import type { Identity } from '../../../src/session/session.ts';

const TEXT =
  'The 7:42 came at 7:49, with the *heating* on and two doors out of order.\n\nI have kept a list since March, and will gladly show it to anybody who asks.';

const SLUG = 'a-long-discussion';
const GUESTS = 200;

/**
 * Makes a post with as many comments, each of some thirty words, in a directory that no service uses yet: by the importer,
 * which writes ten thousand in less time than a service takes for a few hundred.
 */
export async function fillDirectory(dataDir: string, count: number): Promise<void> {
  const file = join(dataDir, 'export.xml');
  writeFileSync(file, makeExport(count));
  const env = { ...process.env, NODE_ENV: 'development', DATA_DIR: dataDir };
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/cli/import.ts', file], { env });
}

/** @returns the id of the post that `fillDirectory` has made. */
export async function findPost(service: string): Promise<string> {
  const search = new URLSearchParams({ query: `{ post(by: { slug: "${SLUG}" }) { id } }` });
  const response = await fetch(`${service}/graphql?${search}`);
  const { data } = (await response.json()) as { data: { post: { id: string } | null } };
  if (data.post === null) throw new Error(`Expected the post ${SLUG} to have been imported.`);
  return data.post.id;
}

function makeExport(count: number): string {
  const comments = Array.from({ length: count }, (_, index) => {
    const date = new Date(Date.UTC(2020, 0, 1) + index * 60_000).toISOString().slice(0, 19).replace('T', ' ');
    return `<wp:comment><wp:comment_id>${index + 1}</wp:comment_id><wp:comment_author>Guest ${index % GUESTS}</wp:comment_author><wp:comment_date_gmt>${date}</wp:comment_date_gmt><wp:comment_content>${TEXT}\n\n${index + 1}</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type><wp:comment_parent>0</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>A site</title><link>http://site.example</link><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>http://site.example/</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>ada</wp:author_login><wp:author_display_name>Ada</wp:author_display_name></wp:author>
<item><title>A long discussion</title><dc:creator>ada</dc:creator><content:encoded>Text.</content:encoded><wp:post_id>1</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:comment_status>open</wp:comment_status><wp:post_name>${SLUG}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
${comments.join('\n')}</item></channel></rss>`;
}

/** Writes one comment. */
export async function writeComment(
  services: Services,
  { postId, number }: { readonly postId: string; readonly number: number },
): Promise<void> {
  await createComment(sessionOf(services), { postId, body: `${TEXT}\n\n${number}` });
}

function sessionOf(services: Services): ServiceSession {
  const account = {
    ...{ issuer: '', subject: 'writer', handle: 'writer', name: 'A writer', avatarUrl: null, role: 'AUTHOR' },
    ...{ expiresAt: new Date('2100-01-01'), scopes: null },
  } as const satisfies Identity['account'];
  const identity = { account, voiceHash: null };
  return createServiceSession(
    { ...services, rates: NO_RATES },
    {
      ...{ identity, viewpoint: identity, address: null, requestId: 'bench', budget: Budget.unlimited() },
      now: () => new Date(),
    },
  );
}
