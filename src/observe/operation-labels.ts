const MOST = 100; // names: each is a dozen series

const OTHER = 'other';
const ANONYMOUS = 'anonymous';

/**
 * The label of an operation's name. The name is the client's text, and each new label is kept for ever: besides the names that are
 * known from the start, only the first hundred that succeed get one of their own.
 */
export class OperationLabels {
  readonly #known: Set<string>;
  readonly #most: number;

  constructor(known: readonly string[] = []) {
    this.#known = new Set(known);
    this.#most = this.#known.size + MOST;
  }

  labelOf(name: string | null, { isKnown }: { readonly isKnown: boolean }): string {
    if (name === null) return ANONYMOUS;
    if (this.#known.has(name)) return name;
    if (!isKnown || this.#known.size >= this.#most) return OTHER;
    this.#known.add(name);
    return name;
  }
}
