import type { IncomingHttpHeaders } from 'node:http';

/** Node's headers of a request, as far as `Headers` has them in common with those of the long way. */
export class IncomingHeaders {
  readonly #headers: IncomingHttpHeaders;

  constructor(headers: IncomingHttpHeaders) {
    this.#headers = headers;
  }

  /** @param name in lower case. */
  get(name: string): string | null {
    const value = this.#headers[name];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }

  /** @param name in lower case. */
  has(name: string): boolean {
    return this.#headers[name] !== undefined;
  }
}
