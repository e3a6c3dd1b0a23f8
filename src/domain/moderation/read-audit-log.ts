import { countAuditEntries, readAuditEntry, readAuditPage } from '../../data/administered/audit.ts';
import type { AuditRow } from '../../data/administered/audit.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { toConnection } from '../../relay/connection.ts';
import type { Connection } from '../../relay/connection.ts';
import { decodeCursor, encodeCursor } from '../../relay/cursor.ts';
import { readPage } from '../../relay/page.ts';
import type { PageArgs } from '../../relay/page.ts';
import { explain, may } from '../../session/policy.ts';
import type { ServiceSession } from '../service-session.ts';

/** Everything that moderators and administrators decided, newest first. */
export async function listAuditEntries(
  { database: { prisma }, identity }: ServiceSession,
  args: PageArgs,
): Promise<Connection<AuditRow>> {
  if (!may(identity, 'readAuditLog')) throw new CodedError('FORBIDDEN', explain('readAuditLog'));
  const page = readPage(args, (cursor) => decodeCursor(cursor, { kind: 'AUDIT', scope: '' })[0]);
  return toConnection(await readAuditPage(prisma, page), {
    cursorOf: ({ id }) => encodeCursor('AUDIT', { scope: '', key: [id] }),
    totalCount: async () => await countAuditEntries(prisma),
  });
}

/** An entry of the audit log; null where the viewer may not read it. */
export async function findAuditEntry({ database, identity }: ServiceSession, id: string): Promise<AuditRow | null> {
  return may(identity, 'readAuditLog') ? await readAuditEntry(database.prisma, id) : null;
}
