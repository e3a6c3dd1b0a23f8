import { createHash } from 'node:crypto';
import { handleFrom } from '../../../text/handle.ts';
import { hideAddress, isAddress, namePerson } from '../../convert/name-person.ts';
import type { PreparedAuthor } from '../../prepared.ts';
import type { ExportedAuthor } from '../read/exported.ts';

/** WordPress allows 60 characters. */
const MAX_LOGIN = 200;

export function convertAuthor(author: ExportedAuthor): PreparedAuthor {
  const displayName = namePerson(author.displayName) || hideAddress(author.login) || 'Unknown';
  return {
    externalId: identifyAuthor(author),
    handle: handleFrom(hideAddress(author.login) || displayName),
    displayName,
  };
}

/**
 * The login, since older exports have no number of an author. Of an e-mail address, and of what is longer than a login can
 * be, only a checksum is stored.
 */
export function identifyAuthor({ login }: ExportedAuthor): string {
  return isAddress(login) || login.length > MAX_LOGIN
    ? `sha256:${createHash('sha256').update(login.toLowerCase()).digest('hex')}`
    : login;
}
