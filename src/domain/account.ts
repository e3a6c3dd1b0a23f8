import { randomBytes } from 'node:crypto';
import { readAuthorOf } from '../data/reads/author-rows.ts';
import type { AccountRow, AuthorRow } from '../data/reads/author-rows.ts';
import { isUniqueViolation } from '../data/database/transaction.ts';
import { handleFrom, suffixedHandle } from '../text/handle.ts';
import { isVisible } from '../text/blank.ts';
import { nameKey } from '../text/name-key.ts';
import { takeGraphemes } from '../text/cut.ts';
import { MAX_DISPLAY_NAME } from '../text/text-limits.ts';
import type { Account } from '../session/session.ts';
import type { ServiceSession } from './service-session.ts';

const HANDLE_ATTEMPTS = 20;

/** The author row of the viewer's account, created at its first use; null for a guest. */
export async function findViewer(session: ServiceSession): Promise<AuthorRow | null> {
  const { account } = session.identity;
  if (account === null) return null;
  return await settleAuthor(session, { account, known: await readAuthorOf(session.database.pool, account) });
}

/**
 * The author row of an account, which is created where none is known, and takes on the name, the picture and the role that the account
 * has now.
 */
export async function settleAuthor(
  session: ServiceSession,
  { account, known }: { account: Account; known: AccountRow | null },
): Promise<AuthorRow> {
  if (known === null) return await createAuthor(session, account);

  const displayName = shorten(account.name) ?? known.displayName;
  const avatarUrl = account.avatarUrl ?? known.avatarUrl;
  // A program's token says what the program may do, and not who the person is.
  const role = account.scopes === null ? account.role : known.role;
  if (displayName === known.displayName && avatarUrl === known.avatarUrl && role === known.role) return known;
  const staffNames = staffNamesOf({ role, handle: known.handle, displayName });
  return await session.database.prisma.author.update({
    where: { id: known.id },
    data: { displayName, avatarUrl, role, staffNames },
  });
}

/** Whether an author row is the account's; null, for a row that is not there, is nobody's. */
export function isOwnerOf({ issuer, subject }: Account, author: AuthorRow | null): boolean {
  return author !== null && author.issuer === issuer && author.subject === subject;
}

/** Adds a suffix to a handle that is taken: an account never takes over an existing row, such as an imported author's. */
async function createAuthor({ database }: ServiceSession, account: Account): Promise<AuthorRow> {
  const { issuer, subject, avatarUrl, role } = account;
  const wished = handleFrom(account.handle ?? account.name ?? account.subject);
  const displayName = shorten(account.name) ?? shorten(account.handle) ?? wished;
  const { author } = database.prisma;

  for (let attempt = 1; ; attempt += 1) {
    const handle =
      attempt < HANDLE_ATTEMPTS
        ? suffixedHandle(wished, attempt)
        : `${wished.slice(0, 31)}-${randomBytes(4).toString('hex')}`;
    try {
      const staffNames = staffNamesOf({ role, handle, displayName });
      return await author.create({ data: { issuer, subject, handle, displayName, avatarUrl, role, staffNames } });
    } catch (error) {
      if (!isUniqueViolation(error) || attempt > HANDLE_ATTEMPTS) throw error;
    }

    // A concurrent request of the same account may have created the row.
    const known = await readAuthorOf(database.pool, account);
    if (known !== null) return known;
  }
}

/** What a guest cannot be called: the names of whoever may do more than write comments. */
function staffNamesOf({ role, handle, displayName }: Pick<AccountRow, 'role' | 'handle' | 'displayName'>): string[] {
  if (role === 'READER') return [];
  return [nameKey(handle), nameKey(displayName)].filter((key) => key !== null);
}

/** Null for a name that shows nothing, as for none. */
function shorten(name: string | null): string | null {
  return name === null || !isVisible(name) ? null : takeGraphemes(name, MAX_DISPLAY_NAME);
}
