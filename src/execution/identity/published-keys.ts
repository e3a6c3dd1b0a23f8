import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { CodedError } from '../../errors/coded-error.ts';

interface PublishedKeysOptions {
  /** Where they are published, as a JSON Web Key Set. */
  readonly url: string;
  /** Other keys than before have been read. */
  readonly onChange: () => void;
  readonly onFailure: (error: unknown) => void;
}

const FRESH_FOR = 10 * 60_000; // 10 minutes
const PATIENCE = 5_000; // 5 seconds

/**
 * The public keys of an identity provider, read when the first token comes, every ten minutes while tokens come, and when a token names
 * one that is not among them. While the provider is away, the keys that were read last go on: jose itself forgets them once they are old.
 */
export class PublishedKeys {
  readonly #options: PublishedKeysOptions;
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;
  #lookedAt: number | null = null;
  #known: string | undefined;

  constructor(options: PublishedKeysOptions) {
    this.#options = options;
    this.#keys = createRemoteJWKSet(new URL(options.url), { timeoutDuration: PATIENCE, cacheMaxAge: Infinity });
  }

  /**
   * The key that signed a token.
   *
   * @throws {CodedError} `SERVICE_UNAVAILABLE` when the provider does not give its keys; jose's own errors when none of them fits.
   */
  find: JWTVerifyGetKey = async (header, token) => {
    try {
      return await this.#keys(header, token);
    } catch (error) {
      if (isOfToken(error)) throw error;
      this.#options.onFailure(error);
      throw new CodedError(
        'SERVICE_UNAVAILABLE',
        'The keys that tokens are verified with cannot be read at the moment. Try again in a few seconds.',
      );
    }
  };

  /** Reads the keys again where they are old; nobody waits for it. */
  refresh(now: Date): void {
    if (this.#lookedAt !== null && now.getTime() - this.#lookedAt < FRESH_FOR) return;
    this.#lookedAt = now.getTime();
    this.#keys.reload().then(() => this.#compare(), this.#options.onFailure);
  }

  #compare(): void {
    const keys = JSON.stringify(this.#keys.jwks());
    if (keys !== this.#known) this.#options.onChange();
    this.#known = keys;
  }
}

function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
