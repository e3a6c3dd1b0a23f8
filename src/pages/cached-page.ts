import { KeptAnswer } from '../domain/kept-answers.ts';
import { answerPage } from './answer-page.ts';

/** A page that never changes: made at its first request, and compressed at the first that takes it so. */
export class CachedPage {
  readonly #make: () => string | Promise<string>;
  readonly #headers: Readonly<Record<string, string>>;
  #made: Promise<KeptAnswer> | null = null;

  constructor(make: () => string | Promise<string>, headers: Readonly<Record<string, string>>) {
    this.#make = make;
    // At the address of the playground, other clients get JSON.
    this.#headers = { ...headers, vary: 'accept, accept-encoding' };
  }

  async answer(request: Request): Promise<Response> {
    return await answerPage(request, { made: await this.#makeOnce(), headers: this.#headers });
  }

  /** A failure is not kept: the next request tries again. */
  async #makeOnce(): Promise<KeptAnswer> {
    this.#made ??= make(this.#make).catch((error: unknown) => {
      this.#made = null;
      throw error;
    });
    return await this.#made;
  }
}

async function make(text: () => string | Promise<string>): Promise<KeptAnswer> {
  return new KeptAnswer(await text());
}
