import type { Slice } from './page.ts';

/** A page as the Relay Cursor Connections specification shapes it. `totalCount` is called only when it is selected. */
export interface Connection<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: () => number | Promise<number>;
}

export function toConnection<Row>(
  { rows, hasNext, hasPrevious }: Slice<Row>,
  { cursorOf, totalCount }: { cursorOf: (row: Row) => string; totalCount: () => number | Promise<number> },
): Connection<Row> {
  const edges = rows.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: hasNext,
      hasPreviousPage: hasPrevious,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}
