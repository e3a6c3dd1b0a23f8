const MAX_DOCUMENTS = 500;
const MAX_LENGTH = 16 * 1024; // characters

/**
 * Keeps what was made of the documents used last. Giants are not kept: a few hundred of those would fill the memory.
 */
export class DocumentCache<Value> {
  readonly #values = new Map<string, Value>();

  get(document: string): Value | undefined {
    const value = this.#values.get(document);
    if (value === undefined) return undefined;
    // A Map is in order of insertion: the first is the one unused for longest.
    this.#values.delete(document);
    this.#values.set(document, value);
    return value;
  }

  set(document: string, value: Value): void {
    if (document.length > MAX_LENGTH) return;
    this.#values.set(document, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > MAX_DOCUMENTS && oldest !== undefined) this.#values.delete(oldest);
  }
}
