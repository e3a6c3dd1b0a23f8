import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Database } from '../../src/data/database/database.ts';
import { importFiles, type ImportOptions, type ImportReport } from '../../src/import/import-files.ts';
import { prepareWordPress } from '../../src/import/wordpress/prepare-wordpress.ts';

export const GAZETTE = 'test/import/fixtures/harbour-gazette.xml';

/** A file that lives as long as the test. */
export async function aFile(content: string | Uint8Array, name = 'export.xml'): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'colloquy-import-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, name);
  await writeFile(file, content);
  return file;
}

/** An import of a file into an open database, which stays open. */
export async function runImport(
  { pool }: Pick<Database, 'pool'>,
  { file, ...options }: { file: string | readonly string[] } & Partial<ImportOptions>,
): Promise<ImportReport> {
  return await importFiles([file].flat(), {
    prepare: prepareWordPress,
    open: () => Promise.resolve({ pool, close: () => Promise.resolve() }),
    isDryRun: false,
    isStrict: false,
    site: null,
    maxReplyDepth: 500,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onWarning: () => undefined,
    onRemark: () => undefined,
    ...options,
  });
}

/** What an export says of its site, with these items in it. */
export function anExport(items: string, { site = 'https://site.example' }: { site?: string } = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Site</title>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>${site}</wp:base_blog_url>
${items}
</channel>
</rss>
`;
}

export interface PostParts {
  readonly id?: number;
  readonly slug?: string;
  readonly content?: string;
  readonly comments?: readonly CommentParts[];
}

export interface CommentParts {
  readonly id: number;
  readonly parent?: number;
  readonly content?: string;
  /** Seconds after the first of January 2021. */
  readonly at?: number;
}

/** A published post with approved comments of guests. */
export function anItem({ id = 1, slug = 'a-post', content = 'Words.', comments = [] }: PostParts = {}): string {
  return `<item><title>A post</title><dc:creator>ada</dc:creator><content:encoded><![CDATA[${content}]]></content:encoded>
<wp:post_id>${id}</wp:post_id><wp:post_date_gmt>2021-01-01 00:00:00</wp:post_date_gmt><wp:comment_status>open</wp:comment_status>
<wp:post_name>${slug}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
${comments.map(aComment).join('\n')}</item>`;
}

function aComment({ id, parent = 0, content = `Comment ${id}`, at = id }: CommentParts): string {
  const date = new Date(Date.UTC(2021, 0, 1) + at * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return `<wp:comment><wp:comment_id>${id}</wp:comment_id><wp:comment_author>Guest</wp:comment_author>
<wp:comment_date_gmt>${date}</wp:comment_date_gmt><wp:comment_content><![CDATA[${content}]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>${parent}</wp:comment_parent></wp:comment>`;
}
