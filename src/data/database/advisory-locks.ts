// Keys of locks that all instances on one database share, side by side so that no two are the same. Migrations take Prisma's
// own key, 72707369, and imports that of their source.

/** Held while events are given their positions: one instance does it, the others wait. */
export const POSITIONS_LOCK = 72_707_301;

/** Held for one step of dropping old events: who does not get it leaves the work to the one who has it. */
export const RETENTION_LOCK = 72_707_302;
