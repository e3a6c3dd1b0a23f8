const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^https?:\/\/wordpress\.org\/export\/1\.\d+\/excerpt\/?$/, 'excerpt:'],
  [/^https?:\/\/wordpress\.org\/export\/1\.\d+\/?$/, 'wp:'],
  [/^http:\/\/purl\.org\/rss\/1\.0\/modules\/content\/$/, 'content:'],
  [/^http:\/\/purl\.org\/dc\/elements\/1\.1\/$/, 'dc:'],
  [/^$/, ''],
];

/** The elements that are read, by their parent. The rest (mail and IP addresses, settings) never leaves the file. */
const WANTED: Readonly<Record<string, ReadonlySet<string>>> = {
  channel: new Set(['title', 'link', 'wp:wxr_version', 'wp:base_site_url', 'wp:base_blog_url', 'wp:author', 'item']),
  'wp:author': new Set(['wp:author_id', 'wp:author_login', 'wp:author_display_name']),
  item: new Set([
    ...['title', 'pubDate', 'dc:creator', 'content:encoded', 'excerpt:encoded', 'category', 'wp:comment'],
    ...['wp:post_id', 'wp:post_date', 'wp:post_date_gmt', 'wp:post_modified_gmt', 'wp:comment_status', 'wp:post_name'],
    ...['wp:status', 'wp:post_parent', 'wp:menu_order', 'wp:post_type', 'wp:post_password', 'wp:attachment_url'],
  ]),
  'wp:comment': new Set([
    ...['wp:comment_id', 'wp:comment_author', 'wp:comment_date', 'wp:comment_date_gmt', 'wp:comment_content'],
    ...['wp:comment_approved', 'wp:comment_type', 'wp:comment_parent', 'wp:comment_user_id'],
  ]),
};

/** The usual name of an element, whatever prefix the file uses for its namespace. */
export function findName({ uri, local }: { readonly uri: string; readonly local: string }): string {
  const known = PREFIXES.find(([pattern]) => pattern.test(uri));
  return known === undefined ? `{${uri}}${local}` : known[1] + local;
}

/** Whether an import reads the children of that name in that parent. */
export function isWanted(name: string, parent: string): boolean {
  return WANTED[parent]?.has(name) ?? false;
}
