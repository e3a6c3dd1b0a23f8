import { createServiceSession } from '../domain/service-session.ts';
import type { ServiceSession, Services } from '../domain/service-session.ts';
import type { Session } from '../session/session.ts';

/** What every resolver gets. A subscription gets a new one for each event, because loaders remember what they read. */
export interface Context {
  readonly session: ServiceSession;
}

/** Makes the context of a request, or of one event. The signal is aborted when its result is no longer wanted. */
export function createContext(
  services: Services,
  session: Session,
  { signal }: { readonly signal: AbortSignal },
): Context {
  return { session: createServiceSession(services, session, { signal }) };
}
