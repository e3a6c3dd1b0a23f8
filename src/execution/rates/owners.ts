import { createHash } from 'node:crypto';
import type { Client } from '../../session/rates.ts';

/** Who a request is counted for. */
export interface Owner {
  readonly key: string;
  /** Whether many people may stand behind it, as behind the address of an office. */
  readonly isAddress: boolean;
}

/**
 * An account is counted alone. A guest's voice costs nothing to make, so its address is counted as well; a guest without
 * one has the address only, and a request within the process nothing.
 */
export function listOwners({ identity, address }: Client): readonly Owner[] {
  const { account } = identity;
  if (account !== null) return [{ key: accountKey(account), isAddress: false }];

  const { voiceHash } = identity;
  return [
    ...(voiceHash === null ? [] : [{ key: `voice:${voiceHash}`, isAddress: false }]),
    ...(address === null ? [] : [{ key: `address:${address}`, isAddress: true }]),
  ];
}

/** Hashed, because issuers and subjects may be long. */
function accountKey({ issuer, subject }: { readonly issuer: string; readonly subject: string }): string {
  const hash = createHash('sha256').update(JSON.stringify([issuer, subject]));
  return `account:${hash.digest('base64url')}`;
}
