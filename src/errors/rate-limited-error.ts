import { CodedError } from './coded-error.ts';

/** The client has done too much of something, and may do it again after a while. */
export class RateLimitedError extends CodedError {
  constructor(message: string, { waitMs }: { readonly waitMs: number }) {
    super('RATE_LIMITED', message, { retryAfter: Math.max(1, Math.ceil(waitMs / 1_000)) });
    this.name = 'RateLimitedError';
  }
}
