import type { Database } from '../../data/database/database.ts';
import { inTransaction } from '../../data/database/transaction.ts';
import { notePerson } from '../../data/persons/note-person.ts';
import type { Asked } from '../../data/persons/note-person.ts';
import type { Person } from '../../data/persons/person.ts';
import { CodedError } from '../../errors/coded-error.ts';
import type { ServiceSession } from '../service-session.ts';
import { LISTS, readProfile } from './exported-person.ts';
import type { ReadPage } from './exported-person.ts';
import { findPerson } from './find-person.ts';
import type { PersonInput } from './find-person.ts';

const MOST = 5_000_000; // characters of one answer, which are all in memory at once; the command has no limit

/** All that is kept of a person, as the text of one JSON file. Each export is in the audit log. */
export async function exportPerson(session: ServiceSession, input: PersonInput): Promise<string> {
  const { person, viewer, writtenId } = await findPerson(session, { input, action: 'exportPerson' });
  const { database } = session;
  const now = session.now();
  await noteExport(database, { person, writtenId, actorId: viewer?.id ?? null, reason: null, now });

  const parts: string[] = [];
  let length = 0;
  for await (const part of writeExport(database, { person, now })) {
    length += part.length;
    if (length > MOST) {
      throw new CodedError(
        'BAD_USER_INPUT',
        'The data is too much for one answer. `npm run person -- export` writes it.',
      );
    }
    parts.push(part);
  }
  return parts.join('');
}

/** Writes down that a person was exported. */
export async function noteExport({ prisma }: Pick<Database, 'prisma'>, asked: Asked): Promise<void> {
  await inTransaction(prisma, async (tx) => {
    await notePerson(tx, { ...asked, action: 'EXPORT' });
  });
}

/** The export, a part at a time: what a person wrote may be long. */
export async function* writeExport(
  { prisma }: Pick<Database, 'prisma'>,
  { person, now }: Pick<Asked, 'person' | 'now'>,
): AsyncGenerator<string> {
  const head = { format: 'colloquy-person', version: 1, exportedAt: now };
  const profile = JSON.stringify(await readProfile(prisma, person));
  yield `${JSON.stringify(head).slice(0, -1)},\n"profile":${profile}`;
  for (const [name, readPage] of Object.entries(LISTS)) {
    yield `,\n"${name}":[`;
    yield* writeList(prisma, { person, readPage });
    yield ']';
  }
  yield '}\n';
}

async function* writeList(
  prisma: Database['prisma'],
  { person, readPage }: { readonly person: Person; readonly readPage: ReadPage },
): AsyncGenerator<string> {
  let after: string | null = null;
  for (;;) {
    const page = await readPage(prisma, { person, after });
    const last = page.at(-1);
    if (last === undefined) return;
    const texts = page.map(({ value }) => JSON.stringify(value)).join(',\n');
    yield after === null ? texts : `,\n${texts}`;
    after = last.rowId;
  }
}
