import type { RateStatus } from '../session/rates.ts';
import type { ServiceSession } from './service-session.ts';

/** What the sender of the request may still do; null where rates count nothing. */
export async function findRateLimit(session: ServiceSession): Promise<RateStatus | null> {
  return await session.rates.findStatus(session, session.now());
}
