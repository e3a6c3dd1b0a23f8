const QUERY = `query ($id: ID!, $after: String) { post(by: { id: $id }) { comments(first: 100, after: $after) {
  pageInfo { hasNextPage endCursor } nodes { number bodyHtml createdAt author { displayName } } } } }`;

interface Answer {
  readonly data: {
    readonly post: {
      readonly comments: {
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
        readonly nodes: readonly {
          readonly number: number;
          readonly bodyHtml: string;
          readonly createdAt: string;
          readonly author: { readonly displayName: string };
        }[];
      };
    };
  };
}

/** The limit: the first comments of a post in static HTML, without a script, below a field for text. */
export async function makePlainPage(
  service: string,
  { postId, most }: { readonly postId: string; readonly most: number },
): Promise<string> {
  const articles: string[] = [];
  let after: string | null = null;
  do {
    const search = new URLSearchParams({ query: QUERY, variables: JSON.stringify({ id: postId, after }) });
    const response = await fetch(`${service}/graphql?${search}`);
    const { data } = (await response.json()) as Answer;
    const { nodes, pageInfo } = data.post.comments;
    for (const { number, bodyHtml, createdAt, author } of nodes)
      articles.push(
        `<article class="comment" id="comment-${number}"><b>${author.displayName}</b> <time>${createdAt}</time> #${number}${bodyHtml}</article>`,
      );
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null && articles.length < most);
  return `<label>Write a comment <textarea></textarea></label>${articles.join('')}`;
}
