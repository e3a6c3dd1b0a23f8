import type { Config } from '../config/config.ts';
import type { Database } from '../data/database/database.ts';
import type { Loaders } from '../data/reads/loaders.ts';
import type { Broadcast } from '../live/delivery/broadcast.ts';
import type { Doorbell } from '../live/doorbell/doorbell.ts';
import type { Hub } from '../live/doorbell/hub.ts';
import type { Addresses } from '../config/addresses.ts';
import type { Session } from '../session/session.ts';

/** What a process has once, and every use case works with. */
export interface Services {
  readonly config: Config;
  readonly database: Database;
  readonly doorbell: Doorbell;
  readonly hub: Hub;
  readonly broadcast: Broadcast;
  readonly addresses: Addresses;
}

/** A session with everything that a use case works with: the first parameter of each. */
export interface ServiceSession extends Session, Services {
  readonly loaders: Loaders;
}
