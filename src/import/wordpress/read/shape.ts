import type { Name } from '../../xml/namespaces.ts';
import type { Shape } from '../../xml/shape.ts';

const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^https?:\/\/wordpress\.org\/export\/1\.\d+\/excerpt\/?$/, 'excerpt:'],
  [/^https?:\/\/wordpress\.org\/export\/1\.\d+\/?$/, 'wp:'],
  [/^https?:\/\/purl\.org\/rss\/1\.0\/modules\/content\/?$/, 'content:'],
  [/^https?:\/\/purl\.org\/dc\/elements\/1\.1\/?$/, 'dc:'],
  [/^$/, ''],
];

/** The elements that are read, by their parent. The rest (mail and IP addresses, settings) never leaves the file. */
export const WXR: Shape = {
  title: 'WordPress export',
  containers: ['rss', 'channel'],
  nameOf: findName,
  marks: new Set(['item']),
  children: {
    channel: new Set([
      ...['title', 'link', 'wp:wxr_version', 'wp:base_site_url', 'wp:base_blog_url', 'wp:author', 'item'],
    ]),
    'wp:author': new Set(['wp:author_id', 'wp:author_login', 'wp:author_display_name']),
    item: new Set([
      ...['title', 'link', 'pubDate', 'dc:creator', 'content:encoded', 'excerpt:encoded', 'category', 'wp:comment'],
      ...['wp:post_id', 'wp:post_date', 'wp:post_date_gmt', 'wp:post_modified', 'wp:post_modified_gmt', 'wp:status'],
      ...['wp:comment_status', 'wp:post_name', 'wp:post_parent', 'wp:menu_order', 'wp:post_type', 'wp:post_password'],
      'wp:attachment_url',
    ]),
    'wp:comment': new Set([
      ...['wp:comment_id', 'wp:comment_author', 'wp:comment_date', 'wp:comment_date_gmt', 'wp:comment_content'],
      ...['wp:comment_approved', 'wp:comment_type', 'wp:comment_parent', 'wp:comment_user_id'],
    ]),
  },
};

/** A prefix that is not declared is taken as WordPress uses it. */
function findName({ uri, prefix, local }: Name): string {
  if (uri === null) return `${prefix}:${local}`;
  const known = PREFIXES.find(([pattern]) => pattern.test(uri));
  return known === undefined ? `{${uri}}${local}` : known[1] + local;
}
