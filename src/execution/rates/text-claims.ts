import { createHash } from 'node:crypto';
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Limits } from '../../config/limits.ts';
import { RateLimitedError } from '../../errors/rate-limited-error.ts';
import type { ClientRates } from '../../session/rates.ts';
import type { CounterStore } from './counter-store.ts';
import { listOwners, type Owner } from './owners.ts';
import { toSeconds } from './windows.ts';

interface ClaimOptions {
  readonly limits: Limits;
  readonly store: CounterStore;
}

/**
 * Refuses a text that a client wrote a short time ago. A voice may write it once, and the voices of one address together
 * as many times as the multiple says: people in an office agree with each other in the same words.
 */
export function createTextClaims({ limits, store }: ClaimOptions): ClientRates['claimText'] {
  const seconds = toSeconds(limits.repeatedTextMs);
  const once = store.createCounter({ name: 'text:one', points: 1, seconds });
  const often = store.createCounter({ name: 'text:address', points: limits.addressMultiple, seconds });

  return async (client, { text, clientMutationId }) => {
    const owners = listOwners(client);
    const [author] = owners;
    if (author === undefined) return () => {};

    const same = text.trim().replace(/\s+/g, ' ');
    const write = clientMutationId === null ? null : keyOf(author, [same, clientMutationId]);
    const claimed: (() => Promise<unknown>)[] = [];
    // What cannot be given back is forgotten with its window.
    const forget = () => void Promise.allSettled(claimed.map(async (giveBack) => await giveBack()));
    for (const owner of owners) {
      const counter = owner === author ? once : often; // a guest without a voice has nothing but its address
      const key = keyOf(owner, [same]);
      try {
        claimed.push(() => counter.reward(key));
        await counter.consume(key);
      } catch (refusal) {
        forget();
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        if (owner === author && write !== null && (await hasClaimed(write))) return () => {};
        throw new RateLimitedError('The same text was written a short time ago.', { waitMs: refusal.msBeforeNext });
      }
    }
    if (write === null) return forget;
    try {
      claimed.push(() => once.reward(write));
      await once.penalty(write); // counted, and never refused: the text was not
      return forget;
    } catch (error) {
      forget();
      throw error;
    }
  };

  async function hasClaimed(write: string): Promise<boolean> {
    const { consumedPoints } = await once.penalty(write, 0);
    return consumedPoints > 0;
  }
}

function keyOf({ key }: Owner, parts: readonly string[]): string {
  return `${key}:${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
}
