import DataLoader from 'dataloader';

type ReadRows<Row> = (ids: readonly string[]) => Promise<readonly Row[]>;

/**
 * Reads rows by id, in batches, and remembers them. A row that is known is returned without a promise. Of two rows with one
 * id the first is kept, wherever it was read, so that an answer shows one moment. An id without a row gives null.
 */
export class RowLoader<Row extends { readonly id: string }> {
  readonly #loader: DataLoader<string, Row | null>;
  readonly #known = new Map<string, Row | null>();
  #clearings = 0;

  constructor(read: ReadRows<Row>, options: { readonly batchScheduleFn: (read: () => void) => void }) {
    this.#loader = new DataLoader(async (ids) => await this.#read(ids, read), options);
  }

  /** The row at once where it is known, otherwise as {@link load}. */
  find(id: string): Row | null | Promise<Row | null> {
    const known = this.#known.get(id);
    return known === undefined ? this.#loader.load(id) : known;
  }

  /** The row where it is known; undefined where it was not asked for yet. */
  known(id: string): Row | null | undefined {
    return this.#known.get(id);
  }

  async load(id: string): Promise<Row | null> {
    return await this.find(id);
  }

  /** Remembers a row that was read elsewhere. */
  prime(id: string, row: Row): this {
    if (!this.#known.has(id)) this.#known.set(id, row);
    return this;
  }

  /** Remembers a row, and returns the one that is kept for its id. */
  keep(row: Row): Row {
    return this.prime(row.id, row).#known.get(row.id) ?? row;
  }

  clearAll(): void {
    this.#clearings += 1;
    this.#known.clear();
    this.#loader.clearAll();
  }

  async #read(ids: readonly string[], read: ReadRows<Row>): Promise<(Row | null)[]> {
    const clearings = this.#clearings;
    const rows = new Map((await read(ids)).map((row) => [row.id, row]));
    // What was cleared meanwhile was read before the write that cleared it.
    if (clearings !== this.#clearings) return ids.map((id) => rows.get(id) ?? null);

    return ids.map((id) => {
      if (!this.#known.has(id)) this.#known.set(id, rows.get(id) ?? null);
      return this.#known.get(id) ?? null;
    });
  }
}
