import type { Door, Observer, OperationReport } from './observer.ts';

export const OK = 'OK';
export const CLIENT_LEFT = 'CLIENT_LEFT';

const LONGEST_NAME = 64; // characters: it is the client's text

interface Definition {
  readonly operation: OperationReport['kind'];
  readonly name?: { readonly value: string } | undefined;
}

interface Result {
  readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** What is learnt of one operation on its way, to be reported once, when it is answered. */
export class Observation {
  price: number | null = null;
  readonly #observer: Observer;
  readonly #requestId: string;
  readonly #door: Door;
  readonly #startedAt = performance.now();
  #definition: Definition | null = null;
  #isOver = false;

  constructor(observer: Observer, { requestId, door }: { readonly requestId: string; readonly door: Door }) {
    this.#observer = observer;
    this.#requestId = requestId;
    this.#door = door;
  }

  get kind(): OperationReport['kind'] {
    return this.#definition?.operation ?? null;
  }

  get name(): string | null {
    return this.#definition?.name?.value.slice(0, LONGEST_NAME) ?? null;
  }

  /** Whether it has been reported. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The operation of the document that is meant. */
  identify(definition: Definition): void {
    this.#definition = definition;
  }

  /** It broke a rule that its code does not tell of. */
  breaks(rule: string): void {
    this.#observer.refused(rule);
  }

  /** Ends it with the code of a result, and gives that back. */
  answer<Answer extends Result>(result: Answer): Answer {
    const error = result.errors?.[0];
    this.end(error === undefined ? OK : String(error.extensions['code']));
    return result;
  }

  /** Reports it once: a refusal passes several places on its way out, each of which ends it. */
  end(code: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#observer.operation({
      requestId: this.#requestId,
      name: this.name,
      kind: this.kind,
      door: this.#door,
      price: this.price,
      durationMs: performance.now() - this.#startedAt,
      code,
    });
  }
}
