import { parseArgs } from 'node:util';

export const PERSON_USAGE = `npm run --silent person -- export (HANDLE | --author ID | --comment ID) > person.json
npm run --silent person -- erase (HANDLE | --author ID | --comment ID) --confirm (HANDLE | ID) [--reason TEXT]

Exports all that is kept of a person as one JSON file, or erases the person for good.
  HANDLE     the account, or the author of an import, with this handle
  --author   the one with this ID of the API
  --comment  whoever wrote the comment, or the held comment, with this ID of the API: an account or a guest
  --confirm  the handle of the account; for a guest, the ID that was given
  --reason   kept in the audit log
An erasure that was interrupted goes on when the same call is made again, or by itself while the service runs.
The database is the one that the service uses; stop the service first where it is the embedded one.`;

/** What a call of the command asks for. */
export interface PersonCall {
  readonly action: 'export' | 'erase';
  readonly handle: string | null;
  readonly authorId: string | null;
  readonly writtenId: string | null;
  readonly confirm: string | null;
  readonly reason: string | null;
}

/** @throws {TypeError} for a wrong call, with what was expected. */
export function readPersonCall(args: readonly string[]): PersonCall {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      author: { type: 'string' },
      comment: { type: 'string' },
      confirm: { type: 'string' },
      reason: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const [action, handle = null, ...more] = positionals;
  if (action !== 'export' && action !== 'erase') {
    throw new TypeError(`expected "export" or "erase"; found "${action ?? ''}".\n\n${PERSON_USAGE}`);
  }
  const { author: authorId = null, comment: writtenId = null, confirm = null, reason = null } = values;
  if (more.length > 0 || [handle, authorId, writtenId].filter((given) => given !== null).length !== 1) {
    throw new TypeError(`expected one of HANDLE, --author and --comment.\n\n${PERSON_USAGE}`);
  }
  return { action, handle, authorId, writtenId, confirm, reason };
}
