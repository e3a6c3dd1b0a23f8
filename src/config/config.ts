import { join, resolve } from 'node:path';
import { asksForTracing } from './asks-for-tracing.ts';
import { ConfigError } from './config-error.ts';
import { findContradictions } from './contradictions.ts';
import { environment } from './environment.ts';
import { readLimits, type Limits } from './limits.ts';
import { toModerationRules, type ModerationRules } from './moderation-rules.ts';
import { readSecrets } from './secrets.ts';
import { LOCAL_SITES } from './sites.ts';
import { toTokenRules, type TokenRules } from './token-rules.ts';

/** The settings, parsed once. Everything below `main` and `cli` gets values and never reads the environment. */
export interface Config extends ModerationRules {
  readonly isProduction: boolean;
  readonly port: number;
  readonly host: string;
  /** The service's own address as others see it, without a slash at the end; null while it follows from host and port. */
  readonly publicUrl: string | null;
  /** An article's address as readers see it, with `{slug}` in it; null: a page of the service's own address. */
  readonly postUrl: string | null;
  /** PostgreSQL 15 or later; null: the embedded database under `dataDir`. */
  readonly databaseUrl: string | null;
  /** Redis 6 or later, that rings the doorbell; null: PostgreSQL rings it, or the process for itself alone. */
  readonly redisUrl: string | null;
  readonly dataDir: string;
  /** The key of HS256 that the service and the site sign tokens with; null: no such token is believed. */
  readonly authSecret: string | null;
  readonly tokens: TokenRules;
  readonly voiceSecret: string;
  /** Origins, besides the service's own, whose pages may call it. */
  readonly origins: readonly string[];
  /** Origins whose pages may have discussions, and may call the service; the port may be `*`. */
  readonly sites: readonly string[];
  /** Proxies whose `X-Forwarded-For` is believed: addresses, networks, `loopback` and `private`. */
  readonly trustedProxies: readonly string[];
  /** Whether rates, and the connections of an account, a voice and an address, are limited. */
  readonly hasRates: boolean;
  /** Whether comments may be written without an account. */
  readonly hasGuests: boolean;
  /** For how many minutes a guest may edit a comment; 0: for ever. */
  readonly guestEditMinutes: number;
  /** The kinds of reactions, in the order in which they are shown; empty: nobody can react. */
  readonly reactions: readonly string[];
  /** Whether guests with a voice may react. */
  readonly hasGuestReactions: boolean;
  /** The name of a guest without a name. */
  readonly guestName: string;
  /** How many replies a chain may have, one under the other, from 1 to 500. */
  readonly maxReplyDepth: number;
  /** How many days an event stays in the log after it was written; 0: for ever. */
  readonly eventRetentionDays: number;
  /** A file of documents, or a directory of such files, that clients may name by an id; null: only our own. */
  readonly trustedDocuments: string | null;
  /** Whether documents that are not registered are refused. */
  readonly hasTrustedOnly: boolean;
  readonly hasPlayground: boolean;
  readonly hasIntrospection: boolean;
  readonly hasPublicSchema: boolean;
  /** Whether `/metrics` says what the process does; not where metrics have a port of their own. */
  readonly hasMetrics: boolean;
  /** The port that serves `/metrics` and nothing else; null: there is none. */
  readonly metricsPort: number | null;
  /** Whether the log has a line for each operation and request. */
  readonly logsRequests: boolean;
  /** Whether spans are sent to a collector. */
  readonly hasTracing: boolean;
  readonly hasDemo: boolean;
  readonly hasDemoCommenter: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** The limits that differ from the defaults. */
  readonly limits: Partial<Limits>;
}

/**
 * Reads the environment. Secrets that are absent in development are made once and kept in `DATA_DIR`.
 *
 * @throws {ConfigError} with every fault at once, each with its cure.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).flatMap(([name, value = '']) => (value.trim() === '' ? [] : [[name, value]])),
  );
  const { limits, faults } = readLimits(given);
  const others = [...faults, ...findContradictions(given)];
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError([
      ...parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`),
      ...others,
    ]);
  }
  if (others.length > 0) throw new ConfigError(others);

  const settings = parsed.data;
  const isProduction = settings.NODE_ENV === 'production';
  const isEmbedded = settings.DATABASE_URL === undefined;
  const hasTrustedOnly = settings.TRUSTED_DOCUMENTS_ONLY === 'on';
  const dataDir = resolve(settings.DATA_DIR);
  const inDevelopment = (value: 'on' | 'off' | undefined) => (value === undefined ? !isProduction : value === 'on');

  return Object.freeze({
    isProduction,
    port: settings.PORT,
    host: settings.HOST ?? (isProduction ? '0.0.0.0' : '127.0.0.1'),
    publicUrl: settings.PUBLIC_URL ?? null,
    postUrl: settings.POST_URL ?? null,
    databaseUrl: settings.DATABASE_URL ?? null,
    redisUrl: settings.REDIS_URL ?? null,
    dataDir,
    ...readSecrets(
      { authSecret: settings.AUTH_SECRET, voiceSecret: settings.VOICE_SECRET },
      { file: join(dataDir, 'secrets.json'), needsAuthSecret: !(isProduction && settings.AUTH_JWKS_URL !== undefined) },
    ),
    tokens: toTokenRules(settings),
    origins: settings.ORIGINS,
    sites: settings.SITES ?? (isProduction ? [] : LOCAL_SITES),
    trustedProxies: settings.TRUST_PROXY,
    hasRates: settings.RATE_LIMITS === 'on',
    ...toModerationRules(settings),
    hasGuests: settings.GUESTS === 'on',
    guestEditMinutes: settings.GUEST_EDIT_MINUTES,
    reactions: settings.REACTIONS,
    hasGuestReactions: settings.GUEST_REACTIONS === 'on',
    guestName: settings.GUEST_NAME,
    maxReplyDepth: settings.MAX_REPLY_DEPTH,
    eventRetentionDays: settings.EVENT_RETENTION_DAYS,
    trustedDocuments: settings.TRUSTED_DOCUMENTS === undefined ? null : resolve(settings.TRUSTED_DOCUMENTS),
    hasTrustedOnly,
    hasPlayground: inDevelopment(settings.PLAYGROUND) && !hasTrustedOnly,
    hasIntrospection: inDevelopment(settings.INTROSPECTION),
    hasPublicSchema: inDevelopment(settings.PUBLIC_SCHEMA),
    hasMetrics: inDevelopment(settings.METRICS) && settings.METRICS_PORT === undefined,
    metricsPort: settings.METRICS_PORT ?? null,
    logsRequests: settings.LOG_REQUESTS === undefined ? isProduction : settings.LOG_REQUESTS === 'on',
    hasTracing: asksForTracing(settings),
    hasDemo: settings.DEMO === 'on' && isEmbedded && !isProduction,
    hasDemoCommenter: settings.DEMO_COMMENTER === 'on' && settings.DEMO === 'on' && isEmbedded && !isProduction,
    logLevel: settings.LOG_LEVEL,
    limits,
  });
}
