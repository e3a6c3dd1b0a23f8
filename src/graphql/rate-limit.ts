import type { Allowance, RateStatus } from '../session/rates.ts';
import { builder, DateTime } from './builder.ts';

const RateLimitAllowance = builder.objectRef<Allowance>('RateLimitAllowance').implement({
  description:
    'What the client may do in a window of time. Where several windows apply, the one that has the least left.',
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'The number allowed in the window.' }),
    remaining: t.exposeInt('remaining', { description: 'The number left in the window.' }),
    resetAt: t.expose('resetAt', {
      type: DateTime,
      description: 'The date and time at which the window ends and the whole number is allowed again.',
    }),
  }),
});

const RateLimit = builder.objectRef<RateStatus>('RateLimit').implement({
  description:
    'The rates at which the client may send operations. They are counted for its account; for a guest, for its voice and for its address. An operation that exceeds one is refused with `RATE_LIMITED`, before it is executed, and does not count. A comment that is refused because it repeats a text counts as a write.',
  fields: (t) => ({
    reads: t.expose('reads', {
      type: RateLimitAllowance,
      description:
        'The queries and subscriptions, this query included. Each write with a `clientMutationId` counts as one as well.',
    }),
    cost: t.expose('cost', {
      type: RateLimitAllowance,
      description:
        'The sum of the prices of all operations, which `extensions.cost` of each executed query and mutation tells.',
    }),
    writes: t.expose('writes', {
      type: RateLimitAllowance,
      description: 'The mutations: each root field counts, except for one that repeats an earlier write.',
    }),
  }),
});

builder.queryField('rateLimit', (t) =>
  t.field({
    type: RateLimit,
    nullable: true,
    description: 'Returns the rates that apply to the client, or null when the service limits none.',
    resolve: async (_root, _args, { session }) => await session.rates.findStatus(session, session.now()),
  }),
);
