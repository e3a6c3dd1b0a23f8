import type { Role } from '../config/roles.ts';
import type { Budget } from './budget.ts';

/** What a program may do for an account. */
export const SCOPES = ['READ', 'WRITE', 'MODERATE'] as const;
export type Scope = (typeof SCOPES)[number];

/** The account that a verified bearer token names. */
export interface Account {
  /** The token's `iss`; empty where it has none. */
  readonly issuer: string;
  /** The token's `sub`. */
  readonly subject: string;
  /** The requested handle; the author row may have another one. */
  readonly handle: string | null;
  readonly name: string | null;
  readonly avatarUrl: string | null;
  readonly role: Role;
  readonly expiresAt: Date;
  /** What the program that sends its token may do; null for the person itself, who may do all that the role allows. */
  readonly scopes: readonly Scope[] | null;
}

/** The sender of a request. An account's token takes precedence over a guest's voice. */
export interface Identity {
  readonly account: Account | null;
  /** The keyed hash of a guest's secret; the secret itself is never kept. */
  readonly voiceHash: string | null;
}

export const NOBODY: Identity = Object.freeze({ account: null, voiceHash: null });

/** Whether there is neither an account nor a voice: everybody without them gets the same answers. */
export function isNobody({ account, voiceHash }: Identity): boolean {
  return account === null && voiceHash === null;
}

/** One request, or one event of a subscription. */
export interface Session {
  readonly identity: Identity;
  /** The viewer whose permissions decide which rows are read: the sender, or the one that all readers of a shared result share. */
  readonly viewpoint: Identity;
  readonly requestId: string;
  /** What the execution may still spend. */
  readonly budget: Budget;
  /** The address that the sender is counted under; null where rates count nothing. */
  readonly address: string | null;
  now(): Date;
}

/** Whether the sender may change anything: a program only where its token says so. */
export function mayWrite({ account }: Identity): boolean {
  return account?.scopes?.includes('WRITE') ?? true;
}
