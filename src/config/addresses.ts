/** What an article's address is made of. */
export interface PostAddress {
  readonly slug: string;
  /** The address of a page that somebody else publishes; null for a post of the service's own. */
  readonly pageUrl: string | null;
}

/** The service's and the articles' addresses as others see them. */
export interface Addresses {
  /** Without a slash at its end. */
  readonly service: string;
  /** The path of the service's address, without a slash at its end: '/talk', or '' where it has none. */
  readonly basePath: string;
  ofPost(post: PostAddress): string;
  /** The address of an article of the service's own, with `{slug}` in it, at each place where its slug belongs. */
  readonly ofAnySlug: string;
  ofComment(at: PostAddress & { readonly number: number }): string;
  /** The page of a tag, where articles are pages of the service. */
  ofTag(slug: string): string;
  /** The page of an author, as above. */
  ofAuthor(handle: string): string;
  ofFeed(slug: string): string;
  /** The picture that is drawn from a seed. */
  ofAvatar(seed: string): string;
}

/**
 * @param service the address of the service, read at each use: the port may be known only once it listens.
 * @param postUrl an article's address with `{slug}` in it; null: a page of the service.
 */
export function createAddresses({ service, postUrl }: { service: () => string; postUrl: string | null }): Addresses {
  const template = () => postUrl ?? `${service()}/posts/{slug}`;
  const ofPost = ({ slug, pageUrl }: PostAddress) =>
    pageUrl ?? template().replaceAll('{slug}', encodeURIComponent(slug));
  return Object.freeze({
    get service() {
      return service();
    },
    get basePath() {
      return basePathOf(service());
    },
    ofPost,
    get ofAnySlug() {
      return template();
    },
    // The service's own page of a post has a part of its comments: it shows the part that has this one.
    ofComment: ({ number, ...post }: PostAddress & { readonly number: number }) =>
      `${ofPost(post)}${postUrl === null && post.pageUrl === null ? `?comment=${number}` : ''}#comment-${number}`,
    ofTag: (slug: string) => `${service()}/tags/${encodeURIComponent(slug)}`,
    ofAuthor: (handle: string) => `${service()}/authors/${encodeURIComponent(handle)}`,
    ofFeed: (slug: string) => `${service()}/posts/${encodeURIComponent(slug)}/comments.atom`,
    ofAvatar: (seed: string) => `${service()}/avatars/${seed}.svg`,
  });
}

/** The path of an address, without a slash at its end; '' where it has none. */
export function basePathOf(url: string | null): string {
  return url === null || !URL.canParse(url) ? '' : new URL(url).pathname.replace(/\/+$/, '');
}

/**
 * The path of a request below the service's own address. A proxy in front of it may have stripped the base path or left
 * it there: the same request arrives as `/graphql` or as `/talk/graphql`.
 *
 * @param basePath what {@link basePathOf} gives for `PUBLIC_URL`.
 */
export function stripBasePath(pathname: string, basePath: string): string {
  if (basePath === '' || !`${pathname}/`.startsWith(`${basePath}/`)) return pathname;
  return pathname.slice(basePath.length) || '/';
}
