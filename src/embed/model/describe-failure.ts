import { ColloquyError } from '../../sdk/index.ts';
import type { Words } from '../texts/words.ts';

/** What failed, in the words of the page. */
export function describeFailure(error: unknown, words: Words): string {
  if (!(error instanceof ColloquyError)) throw error;
  if (error.code === 'RATE_LIMITED') return words.say('wait', { n: Math.ceil((error.retryAfter ?? 1_000) / 1_000) });
  return error.code === 'NETWORK_FAILURE' || error.code === 'SERVICE_UNAVAILABLE'
    ? words.say('unreachable')
    : error.message;
}
