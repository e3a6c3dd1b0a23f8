/** What an account may do, weakest first. The token's role rules the request. */
export const ROLES = ['READER', 'AUTHOR', 'MODERATOR', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];

/** Somebody with a bearer token that was believed. */
export interface Account {
  /** The token's `iss`; empty where it has none. */
  readonly issuer: string;
  /** The token's `sub`. */
  readonly subject: string;
  /** The handle wished for; the author row may have got another. */
  readonly handle: string | null;
  readonly name: string | null;
  readonly role: Role;
  readonly expiresAt: Date;
}

/** Who asks. An account's token goes before a guest's voice. */
export interface Identity {
  readonly account: Account | null;
  /** The keyed hash of a guest's secret; the secret itself is never kept. */
  readonly voiceHash: string | null;
}

export const NOBODY: Identity = Object.freeze({ account: null, voiceHash: null });

/** One request or one event of a subscription, as every floor sees it. */
export interface Session {
  readonly identity: Identity;
  /** With whose eyes rows are read: those of who asks, or of all for whom one result is made. */
  readonly viewpoint: Identity;
  readonly requestId: string;
  now(): Date;
}

/** Whether the account, if there is one, has the role or a stronger one. */
export function hasRole({ account }: Identity, role: Role): boolean {
  return account !== null && ROLES.indexOf(account.role) >= ROLES.indexOf(role);
}
