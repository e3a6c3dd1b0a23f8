import { countAuditEntries, readAuditEntry, readAuditPage } from '../../data/administered/audit.ts';
import type { AuditRow } from '../../data/administered/audit.ts';
import type { Connection } from '../../relay/connection.ts';
import type { PageArgs } from '../../relay/page.ts';
import { may } from '../../session/policy.ts';
import type { ServiceSession } from '../service-session.ts';
import { listById } from '../../relay/list-by-id.ts';
import { requireReader } from '../permission.ts';

/** Everything that moderators and administrators decided, newest first. */
export async function listAuditEntries(session: ServiceSession, args: PageArgs): Promise<Connection<AuditRow>> {
  requireReader(session, 'readAuditLog');
  const { prisma } = session.database;
  return await listById({ kind: 'AUDIT', scope: '' }, args, {
    read: async (page) => await readAuditPage(prisma, page),
    count: async () => await countAuditEntries(prisma),
  });
}

/** An entry of the audit log; null where the viewer may not read it. */
export async function findAuditEntry({ database, identity }: ServiceSession, id: string): Promise<AuditRow | null> {
  return may(identity, 'readAuditLog') ? await readAuditEntry(database.prisma, id) : null;
}
