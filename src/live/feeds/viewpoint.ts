import type { Identity } from '../../session/session.ts';

/** With whose eyes many read at once. */
export interface Viewpoint {
  /** Equal for those who may see the same. */
  readonly key: string;
  readonly identity: Identity;
}
