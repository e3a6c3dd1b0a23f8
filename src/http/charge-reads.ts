import type { Rates } from '../execution/rates/rates.ts';
import { RateLimitedError } from '../errors/rate-limited-error.ts';
import { textResponse, type Route } from '../pages/route.ts';
import { NOBODY } from '../session/session.ts';

/** A page whose readers are counted by their address, as for a query: it reads the database each time. */
export function chargeReads(route: Route, rates: Pick<Rates, 'chargeRead'>): Route {
  return {
    ...route,
    async handle(request, context) {
      try {
        await rates.chargeRead({ identity: NOBODY, address: context.address });
      } catch (error) {
        if (error instanceof RateLimitedError) return refuse(error);
        throw error;
      }
      return await route.handle(request, context);
    },
  };
}

function refuse({ facts }: RateLimitedError): Response {
  const { retryAfter = 1 } = facts;
  return textResponse(`Too many requests in a short time. Try again in ${retryAfter} seconds.\n`, {
    status: 429,
    headers: { 'retry-after': String(retryAfter), 'cache-control': 'no-store' },
  });
}
