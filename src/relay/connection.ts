import { EMPTY_SLICE, type Slice } from './page.ts';

interface ConnectionParts<Row> {
  readonly cursorOf: (row: Row) => string;
  readonly totalCount: () => number | Promise<number>;
}

/** A page as the Relay Cursor Connections specification shapes it. Nothing of it is made before it is selected. */
export interface Connection<Row> {
  readonly nodes: readonly Row[];
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: PageInfo;
  readonly totalCount: () => number | Promise<number>;
}

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export function toConnection<Row>(slice: Slice<Row>, parts: ConnectionParts<Row>): Connection<Row> {
  return new LazyConnection(slice, parts);
}

/** The connection of a list that has nothing. */
export function emptyConnection<Row>(): Connection<Row> {
  return toConnection<Row>(EMPTY_SLICE, { cursorOf: () => '', totalCount: () => 0 });
}

class LazyConnection<Row> implements Connection<Row> {
  readonly #slice: Slice<Row>;
  readonly #parts: ConnectionParts<Row>;

  constructor(slice: Slice<Row>, parts: ConnectionParts<Row>) {
    this.#slice = slice;
    this.#parts = parts;
  }

  get nodes() {
    return this.#slice.rows;
  }

  get edges() {
    const { cursorOf } = this.#parts;
    return this.#slice.rows.map((row) => new LazyEdge(row, cursorOf));
  }

  get pageInfo() {
    return new LazyPageInfo(this.#slice, this.#parts.cursorOf);
  }

  get totalCount() {
    return this.#parts.totalCount;
  }
}

class LazyEdge<Row> {
  readonly node: Row;
  readonly #cursorOf: (row: Row) => string;

  constructor(node: Row, cursorOf: (row: Row) => string) {
    this.node = node;
    this.#cursorOf = cursorOf;
  }

  get cursor() {
    return this.#cursorOf(this.node);
  }
}

class LazyPageInfo<Row> implements PageInfo {
  readonly #slice: Slice<Row>;
  readonly #cursorOf: (row: Row) => string;

  constructor(slice: Slice<Row>, cursorOf: (row: Row) => string) {
    this.#slice = slice;
    this.#cursorOf = cursorOf;
  }

  get hasNextPage() {
    return this.#slice.hasNext;
  }

  get hasPreviousPage() {
    return this.#slice.hasPrevious;
  }

  get startCursor() {
    return this.#encode(this.#slice.rows.at(0));
  }

  get endCursor() {
    return this.#encode(this.#slice.rows.at(-1));
  }

  #encode(row: Row | undefined): string | null {
    return row === undefined ? null : this.#cursorOf(row);
  }
}
