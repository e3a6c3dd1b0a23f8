import { parseArgs } from 'node:util';
import { readSiteMove } from '../domain/by-address/moved-address.ts';
import type { SiteMove } from '../domain/by-address/moved-address.ts';

export const MOVE_USAGE = `npm run move -- --from https://old.example --to https://new.example/blog [--dry-run]

Changes the addresses of all pages below one place to the same paths below another, when a site has moved.
  --from     where the pages were: an origin, or an address without a query
  --to       where they are now
  --dry-run  only says what would be done
A page whose new address has another post keeps its address, and is named; the exit code is then 1. The same call again does the rest of
one that was interrupted. The service may run meanwhile, unless the database is the embedded one.`;

/** What a call of the command asks for. */
export interface MoveCall extends SiteMove {
  readonly isDryRun: boolean;
}

/** @throws {TypeError} for a wrong call, with what was expected. */
export function readMoveCall(args: readonly string[]): MoveCall {
  const { values } = parseArgs({
    args: [...args],
    options: { from: { type: 'string' }, to: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  });
  const { from, to, 'dry-run': isDryRun = false } = values;
  if (from === undefined || to === undefined) throw new TypeError(`expected --from and --to.\n\n${MOVE_USAGE}`);
  return { ...readSiteMove({ from, to }), isDryRun };
}
