// Settings for what is held, and for how long what was taken off is kept.
import { z } from 'zod';
import { isPremoderation, parsePremoderation } from './premoderation.ts';
import type { Premoderation } from './premoderation.ts';
import { list, numberFrom, secret, webAddress } from './value-types.ts';

export const moderationSettings = {
  PREMODERATE: z
    .string()
    .refine(isPremoderation, 'expected off, or several of guests, first, links and all, separated by commas')
    .default('off'),
  BLOCKED_WORDS: list.refine(
    (words) => words.every((word) => /^[\p{L}\p{N}\p{M}]+$/u.test(word)),
    'expected words of letters and digits, separated by commas',
  ),
  EVIDENCE_DAYS: numberFrom(1, { to: 3_650, expected: 'expected a number of days from 1 to 3650' }).default(30),
  FILTER_URL: webAddress.optional(),
  FILTER_SECRET: secret.optional(),
  FILTER_TIMEOUT_MS: numberFrom(50, { to: 10_000, expected: 'expected milliseconds from 50 to 10000' }).default(2_000),
  FILTER_SILENT: z.enum(['hold', 'publish'], 'expected hold or publish').default('hold'),
};

type Settings = z.output<z.ZodObject<typeof moderationSettings>>;

export interface ModerationRules {
  /** Which comments are held, where neither the post nor its tags have a rule of their own. */
  readonly premoderate: readonly Premoderation[];
  /** Words that hold a comment, in lower case. */
  readonly blockedWords: ReadonlySet<string>;
  /** For how many days the texts of hidden, withdrawn and turned-down comments, and earlier versions, are kept. */
  readonly evidenceDays: number;
  /** The outside filter that new comments are sent to; null: there is none. */
  readonly filter: Filter | null;
}

export interface Filter {
  readonly url: string;
  /** The key that questions are signed with. */
  readonly secret: string;
  /** In milliseconds. */
  readonly timeout: number;
  readonly whenSilent: 'hold' | 'publish';
}

export function toModerationRules(settings: Settings): ModerationRules {
  const { FILTER_URL: url, FILTER_SECRET: key, FILTER_TIMEOUT_MS: timeout, FILTER_SILENT: whenSilent } = settings;
  return {
    premoderate: parsePremoderation(settings.PREMODERATE),
    blockedWords: new Set(settings.BLOCKED_WORDS.map((word) => word.normalize('NFKC').toLowerCase())),
    evidenceDays: settings.EVIDENCE_DAYS,
    filter: url === undefined || key === undefined ? null : { url, secret: key, timeout, whenSilent },
  };
}
