import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import type { DiscussionStates, Subject } from '../data/shared/discussion-states.ts';

/** An answer as it is sent, to anybody who asks the same while it is true. */
export class KeptAnswer {
  readonly body: Buffer<ArrayBuffer>;
  #etag: string | null = null;
  #zipped: Promise<Uint8Array<ArrayBuffer>> | null = null;

  constructor(text: string) {
    this.body = Buffer.from(text);
  }

  get etag(): string {
    return (this.#etag ??= etagOf(this.body));
  }

  /** The body compressed, once. With gzip rather than brotli, whose best takes 12 seconds for the playground. */
  async zip(): Promise<Uint8Array<ArrayBuffer>> {
    this.#zipped ??= promisify(gzip)(this.body);
    return await this.#zipped;
  }
}

/** The ETag of a body: the same on every instance, and after a restart. */
export function etagOf(body: string | Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url')}"`;
}

interface Wish {
  /** Stands for the answer: what is asked, with all that decides it but the state of its subject. */
  readonly key: string;
  /** The post that alone the answer is about. */
  readonly subject: Subject;
}

interface KeyedState {
  readonly key: string;
  readonly state: string;
}

interface Making {
  readonly state: string;
  readonly made: Promise<KeptAnswer | null>;
}

interface KeptAnswersOptions {
  readonly states: Pick<DiscussionStates, 'read'>;
  /** Bytes of all answers together; 0 keeps none. */
  readonly bytes: number;
}

const REMEMBERED = 10_000; // keys that came once

/**
 * Keeps answers that everybody would get, each under the state of its discussion that was read before it was made. It is used for those who
 * read, after they asked, that this is the state still: nothing that it shows has changed since. So nobody gets an answer older than a
 * write that was acknowledged before they asked. What is asked once costs nothing here.
 */
export class KeptAnswers {
  readonly #states: Pick<DiscussionStates, 'read'>;
  readonly #kept: LRUCache<string, { readonly state: string; readonly answer: KeptAnswer }> | null;
  readonly #asked = new LRUCache<string, true>({ max: REMEMBERED });
  readonly #making = new Map<string, Making>();
  #used = 0;

  constructor({ states, bytes }: KeptAnswersOptions) {
    this.#states = states;
    this.#kept =
      bytes === 0
        ? null
        : new LRUCache({ maxSize: bytes, sizeCalculation: ({ answer }, key) => answer.body.length + key.length });
  }

  /** How many answers were used again since the start. */
  get used(): number {
    return this.#used;
  }

  /** How many bytes the answers take that are kept. */
  get bytes(): number {
    return this.#kept?.calculatedSize ?? 0;
  }

  /**
   * The answer to a wish: one that is kept, or that is made for another at this moment, or else what `make` makes.
   *
   * @param make gives the text of a new answer; null where it is not to be kept.
   * @returns null where there is no answer that may be shared, and the one who asks has to be content with what it made itself.
   */
  async find({ key, subject }: Wish, make: () => Promise<string | null>): Promise<KeptAnswer | null> {
    if (this.#kept === null || !this.#wasAsked(key)) return null;
    const state = await this.#states.read(subject);
    if (state === null) return null;

    const kept = this.#kept.get(key);
    if (kept?.state === state) {
      this.#used += 1;
      return kept.answer;
    }
    const making = this.#making.get(key);
    if (making?.state === state) return await making.made.catch(() => null); // the failure is another's, who has perhaps left
    return await this.#make({ key, state }, make);
  }

  /**
   * As {@link find}, also for what nobody else may be given: then whoever asks gets what they made themselves.
   *
   * @param wish null where the answer is not one to be shared.
   * @param answer.textOf the text under which what was made is kept; null where it is not to be kept.
   */
  async answer<Own>(
    wish: Wish | null,
    { make, textOf }: { make: () => Promise<Own>; textOf: (own: Own) => string | null },
  ): Promise<KeptAnswer | Own> {
    if (wish === null) return await make();
    const own: Own[] = [];
    const kept = await this.find(wish, async () => {
      const made = await make();
      own.push(made);
      return textOf(made);
    });
    if (kept !== null) return kept;
    const [made] = own;
    return made === undefined ? await make() : made;
  }

  #wasAsked(key: string): boolean {
    if (this.#asked.get(key) === true) return true;
    this.#asked.set(key, true);
    return false;
  }

  async #make({ key, state }: KeyedState, make: () => Promise<string | null>): Promise<KeptAnswer | null> {
    const making = { state, made: this.#makeAndKeep({ key, state }, make) };
    this.#making.set(key, making);
    try {
      return await making.made;
    } finally {
      if (this.#making.get(key) === making) this.#making.delete(key);
    }
  }

  async #makeAndKeep({ key, state }: KeyedState, make: () => Promise<string | null>): Promise<KeptAnswer | null> {
    const text = await make();
    if (text === null) return null;
    const answer = new KeptAnswer(text);
    this.#kept?.set(key, { state, answer });
    return answer;
  }
}
