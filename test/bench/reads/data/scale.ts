/** How large the data set is. */
export interface Scale {
  readonly authors: number;
  readonly tags: number;
  /** Posts of a block. */
  readonly posts: number;
  /** Comments of a block. */
  readonly comments: number;
  /** Comments of the largest post. */
  readonly largest: number;
  /** Blocks of posts with threads of the same sizes. The newest posts are in the first, which is the same at each scale. */
  readonly blocks: number;
  /** Different texts, which are rendered once each. */
  readonly articles: number;
  readonly remarks: number;
}

export const FULL_SCALE: Scale = {
  authors: 1_000,
  tags: 200,
  posts: 2_000,
  comments: 200_000,
  largest: 5_000,
  blocks: 1,
  articles: 40,
  remarks: 600,
};

/**
 * The comments of each post, the largest first: that of rank k has `largest / k^s`, with the exponent s by which they are as
 * many in all as was asked.
 */
export function commentCounts({ posts, comments, largest }: Pick<Scale, 'posts' | 'comments' | 'largest'>): number[] {
  const exponent = findExponent({ posts, comments, largest });
  const counts = Array.from({ length: posts }, (_, rank) => Math.round(largest / (rank + 1) ** exponent));
  // What rounding has added or taken is spread over the others.
  let missing = comments - counts.reduce((sum, count) => sum + count, 0);
  for (let rank = 1; missing !== 0; rank = rank === posts - 1 ? 1 : rank + 1) {
    counts[rank] = (counts[rank] ?? 0) + Math.sign(missing);
    missing -= Math.sign(missing);
  }
  return counts;
}

function findExponent({ posts, comments, largest }: Pick<Scale, 'posts' | 'comments' | 'largest'>): number {
  const totalOf = (exponent: number) => {
    let total = 0;
    for (let rank = 1; rank <= posts; rank += 1) total += largest / rank ** exponent;
    return total;
  };
  let [low, high] = [0, 5];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (totalOf(middle) > comments) low = middle;
    else high = middle;
  }
  return high;
}
