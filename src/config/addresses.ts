/** The service's and the articles' addresses as others see them. */
export interface Addresses {
  /** Without a slash at its end. */
  readonly service: string;
  ofPost(slug: string): string;
  ofComment(at: { slug: string; number: number }): string;
  ofFeed(slug: string): string;
}

/**
 * @param service the address of the service, asked for at each use: its port may be known only once it listens.
 * @param postUrl an article's address with `{slug}` in it; null: a page of the service.
 */
export function createAddresses({ service, postUrl }: { service: () => string; postUrl: string | null }): Addresses {
  const ofPost = (slug: string) =>
    (postUrl ?? `${service()}/posts/{slug}`).replaceAll('{slug}', encodeURIComponent(slug));
  return Object.freeze({
    get service() {
      return service();
    },
    ofPost,
    ofComment: ({ slug, number }: { slug: string; number: number }) => `${ofPost(slug)}#comment-${number}`,
    ofFeed: (slug: string) => `${service()}/posts/${encodeURIComponent(slug)}/comments.atom`,
  });
}
