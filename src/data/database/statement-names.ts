import { LRUCache } from 'lru-cache';

const MOST_NAMES = 200;
const MOST_CANDIDATES = 500;

/**
 * Gives names to the statements that are used most. PostgreSQL parses and plans a named statement once for each connection,
 * and keeps it for as long as that lasts. So a name is never taken back for another text, and there are at most 200.
 *
 * Texts differ by what a client asks for, never by its values. A text gets the next name once it was used more often than
 * there are names: the first few at once, and later ones only if they keep coming, so that nobody uses the names up.
 */
export class StatementNames {
  readonly #most: number;
  readonly #names = new Map<string, string>();
  readonly #uses = new LRUCache<string, number>({ max: MOST_CANDIDATES });

  constructor({ most = MOST_NAMES }: { readonly most?: number } = {}) {
    this.#most = most;
  }

  /** Counts a use of the text. @returns undefined where it has no name, or not yet. */
  use(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined || this.#names.size >= this.#most) return name;

    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses <= this.#names.size) {
      this.#uses.set(text, uses);
      return undefined;
    }
    this.#uses.delete(text);
    const given = `colloquy_${this.#names.size + 1}`;
    this.#names.set(text, given);
    return given;
  }
}
