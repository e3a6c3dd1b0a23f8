import { once } from 'node:events';
import type { Database } from '../data/database/database.ts';
import { makeDesk } from '../domain/persons/desk.ts';
import { erase } from '../domain/persons/erase.ts';
import { noteExport, writeExport } from '../domain/persons/export-person.ts';
import { findStoredPerson } from '../domain/persons/find-stored-person.ts';
import type { StoredPerson } from '../domain/persons/find-stored-person.ts';
import { PERSON_USAGE, readPersonCall } from './person-arguments.ts';
import type { PersonCall } from './person-arguments.ts';
import { runCommand } from './run-command.ts';

await runCommand({ usage: PERSON_USAGE }, async ({ database }) => {
  const call = read();
  if (call === null) return 2;

  const found = await findStoredPerson(database, call);
  if (found === null) return fail('Nobody is found by that.');
  return call.action === 'export' ? await exportFound(database, found) : await eraseFound(database, { call, found });
});

function read(): PersonCall | null {
  try {
    return readPersonCall(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    fail(error.message);
    return null;
  }
}

async function exportFound(database: Database, { person, writtenId }: StoredPerson): Promise<number> {
  const now = new Date();
  await noteExport(database, { person, writtenId, actorId: null, reason: 'From the command line.', now });
  for await (const part of writeExport(database, { person, now })) {
    if (!process.stdout.write(part)) await once(process.stdout, 'drain');
  }
  return 0;
}

async function eraseFound(
  database: Database,
  { call, found }: { readonly call: PersonCall; readonly found: StoredPerson },
): Promise<number> {
  const { person, writtenId, handle, isErased } = found;
  const expected = handle ?? call.writtenId;
  if (!isErased && call.confirm !== expected) {
    return fail(`Erasing is for good. Expected --confirm ${expected ?? ''}`);
  }
  const count = await erase(makeDesk({ database }), { person, writtenId, actorId: null, reason: call.reason });
  console.log(`Erased. Comments that became withdrawn places: ${count}`);
  return 0;
}

function fail(message: string): number {
  console.error(message);
  return 1;
}
