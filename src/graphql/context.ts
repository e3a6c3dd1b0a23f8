import { createLoaders } from '../data/reads/loaders.ts';
import type { ServiceSession, Services } from '../domain/service-session.ts';
import type { Session } from '../session/session.ts';

/** What every resolver gets. A subscription gets a new one for each event, for its loaders remember what they read. */
export interface Context {
  readonly session: ServiceSession;
}

/** Makes the context of a request, or of one event. */
export function createContext(services: Services, session: Session): Context {
  const { viewpoint, requestId } = session;
  const loaders = createLoaders({ pool: services.database.pool, identity: viewpoint });
  return {
    session: {
      ...services,
      loaders,
      viewpoint,
      requestId,
      now: () => session.now(),
      // Asked for only where something depends on it: a result that is made for many must not.
      get identity() {
        return session.identity;
      },
    },
  };
}
