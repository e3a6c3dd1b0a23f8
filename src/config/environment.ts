import { z } from 'zod';
import { hasOwnPath, isOrigin, isProxyName, isRedisAddress, isWebAddress } from './address-rules.ts';
import { moderationSettings } from './moderation-rules.ts';
import { isReactionKinds } from './reaction-kinds.ts';
import { isSite } from './sites.ts';
import { tokenSettings } from './token-rules.ts';
import { flag, givenList, list, numberFrom, port, secret, webAddress } from './value-types.ts';

/** The longest chain of replies that the database can hold: a key of 500 levels still fits a page of the B-tree. */
export const DEEPEST_REPLY = 500;

/** Every variable that the service reads, as it is written in the environment. An empty one counts as absent. */
export const environment = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'expected development, production or test')
    .default('development'),
  PORT: port.default(4000),
  HOST: z.string().optional(),
  PUBLIC_URL: webAddress
    .refine(hasOwnPath, 'expected a path that does not begin with one of the service’s own, such as /posts or /graphql')
    .optional(),
  POST_URL: z
    .string()
    .refine(
      (template) => template.includes('{slug}'),
      'expected a template with {slug}, such as https://example.org/{slug}',
    )
    .refine((template) => isWebAddress(template.replace('{slug}', 'a')), 'expected an absolute address with {slug}')
    .optional(),
  DATABASE_URL: z
    .string()
    .refine(
      (url) => /^postgres(ql)?:\/\//.test(url) && URL.canParse(url),
      'expected postgres://user:password@host:port/database',
    )
    .optional(),
  REDIS_URL: z
    .string()
    .refine(isRedisAddress, 'expected redis://user:password@host:port (rediss:// over TLS)')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  AUTH_SECRET: secret.optional(),
  ...tokenSettings,
  VOICE_SECRET: secret.optional(),
  ORIGINS: list.refine(
    (origins) => origins.every(isOrigin),
    'expected origins such as https://example.org, separated by commas',
  ),
  SITES: givenList
    .refine(
      (sites) => sites.every(isSite),
      'expected origins such as https://example.org, separated by commas; * stands only for the port of this machine’s names, as in http://localhost:*',
    )
    .optional(),
  TRUST_PROXY: list
    .transform((names) => (names.join() === 'off' ? [] : names))
    .refine(
      (names) => names.every(isProxyName),
      'expected off, or addresses, networks such as 10.0.0.0/8, loopback and private, separated by commas',
    ),
  RATE_LIMITS: flag.default('on'),
  ...moderationSettings,
  GUESTS: flag.default('on'),
  GUEST_EDIT_MINUTES: numberFrom(0, {
    to: 10_080,
    expected: 'expected a number of minutes from 1 to 10080, or 0 for ever',
  }).default(60),
  REACTIONS: list
    .default(['insightful', 'funny'])
    .transform((kinds) => (kinds.join() === 'off' ? [] : kinds))
    .refine(
      isReactionKinds,
      'expected off, or up to 12 kinds such as insightful, each once, in a–z, 0–9, _ and -, separated by commas',
    ),
  GUEST_REACTIONS: flag.default('off'),
  GUEST_NAME: z.string().trim().min(1, 'expected a name').max(80, 'expected at most 80 characters').default('Guest'),
  MAX_REPLY_DEPTH: numberFrom(1, { to: DEEPEST_REPLY, expected: 'expected a number from 1 to 500' }).default(
    DEEPEST_REPLY,
  ),
  EVENT_RETENTION_DAYS: numberFrom(0, {
    to: 36_500,
    expected: 'expected a number of days from 1 to 36500, or 0 for ever',
  }).default(30),
  TRUSTED_DOCUMENTS: z.string().optional(),
  TRUSTED_DOCUMENTS_ONLY: flag.default('off'),
  PLAYGROUND: flag.optional(),
  INTROSPECTION: flag.optional(),
  PUBLIC_SCHEMA: flag.optional(),
  METRICS: flag.optional(),
  METRICS_PORT: port.optional(),
  LOG_REQUESTS: flag.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: webAddress.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/json', 'http/protobuf'], 'expected http/json: spans are sent over HTTP')
    .optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], 'expected otlp or none').optional(),
  OTEL_SDK_DISABLED: z.enum(['true', 'false'], 'expected true or false').optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
  DEMO: flag.default('on'),
  DEMO_COMMENTER: flag.default('on'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'expected debug, info, warn, error or silent')
    .default('info'),
});
