// Who may do what is decided here and nowhere else. docs/permissions.md is written from this table, and test/permissions/permissions.test.ts
// tries every mutation, query and stream with every standing.
import { ROLES, type Role } from '../config/roles.ts';
import type { Identity } from './session.ts';

/** What a viewer is, from the weakest: nobody known, a guest with a voice, or an account with a role. */
export const STANDINGS = ['ANYBODY', 'VOICE', ...ROLES] as const;
export type Standing = (typeof STANDINGS)[number];

interface Rule {
  /** As a person may do it: “write a comment”. */
  readonly to: string;
  /** The weakest that may do it, whatever it is done to. */
  readonly from: Standing;
  /** The weakest that may do it to what is their own; null where that makes no difference. */
  readonly own: Standing | null;
  /** What else is asked, where that is not everything. */
  readonly but?: string;
}

function rule(to: string, from: Standing, { own = null, but }: { own?: Standing | null; but?: string } = {}): Rule {
  return { to, from, own, ...(but !== undefined && { but }) };
}

export const RULES = {
  readPost: rule('read and follow a published post and its discussion', 'ANYBODY'),
  readDraft: rule('read and follow a post that is not published', 'MODERATOR', { own: 'READER' }),
  exportDiscussion: rule('take a post and its discussion away as a file', 'MODERATOR', { own: 'READER' }),
  createPost: rule('write posts', 'AUTHOR', { but: 'Not while muted.' }),
  openDiscussion: rule('open the discussion of a page that somebody else publishes', 'ANYBODY', {
    but: 'Under `SITES`. With `GUESTS=off`, from `READER`. Not while muted.',
  }),
  confirmPage: rule('change and confirm a post that points at a page', 'AUTHOR', { but: 'Authors not while muted.' }),
  updatePost: rule('change posts, open and close their discussions', 'MODERATOR', {
    own: 'AUTHOR',
    but: 'Authors not while muted.',
  }),
  createComment: rule('write comments', 'ANYBODY', { but: 'With `GUESTS=off`, from `READER`. Not while muted.' }),
  editComment: rule('edit a comment', 'MODERATOR', {
    own: 'VOICE',
    but: 'Guests for `GUEST_EDIT_MINUTES`; commenters not while muted, nor in a closed discussion.',
  }),
  deleteComment: rule('withdraw a comment', 'MODERATOR', { own: 'VOICE' }),
  flagComment: rule('report a comment', 'VOICE', { but: 'Not while muted.' }),
  react: rule('react to a comment', 'VOICE', { but: 'With `GUEST_REACTIONS=off`, from `READER`. Not while muted.' }),
  readDecision: rule('read why a comment was hidden, withdrawn or turned down', 'MODERATOR', { own: 'VOICE' }),
  readHeldComment: rule('read a comment that is held or was turned down', 'MODERATOR', { own: 'VOICE' }),
  readFlags: rule('read and count the reports of a comment', 'MODERATOR'),
  readEvidence: rule('read the texts of hidden and withdrawn comments, and earlier versions', 'MODERATOR'),
  readQueue: rule('read and follow the queue', 'MODERATOR'),
  readVoices: rule('tell which comments one voice wrote', 'MODERATOR'),
  claimVoice: rule('claim the comments of a voice into an account', 'READER', {
    but: 'With the secret of the voice; not while either is muted.',
  }),
  searchComments: rule('search comments', 'MODERATOR'),
  moderateComment: rule('hide, restore, lock and unlock comments, and dismiss reports', 'MODERATOR'),
  pinComment: rule('pin the first and the last word of a discussion', 'MODERATOR'),
  decideHeldComment: rule('approve held comments, and turn them down', 'MODERATOR'),
  mute: rule('mute an account or a voice, and end that', 'MODERATOR'),
  updatePremoderation: rule('change which comments of a post or a tag are held', 'MODERATOR'),
  readAuditLog: rule('read the audit log', 'MODERATOR'),
  createApiToken: rule('make API tokens for the own account', 'READER', { but: 'Not with an API token.' }),
  grantModerate: rule('give an API token the scope MODERATE', 'MODERATOR'),
  changeApiToken: rule('read and revoke an API token', 'ADMIN', { own: 'READER' }),
  listApiTokens: rule('list the API tokens of all accounts', 'ADMIN'),
  exportPerson: rule('export the data of a person', 'ADMIN', { own: 'VOICE', but: 'Not with an API token.' }),
  erasePerson: rule('erase a person', 'ADMIN', {
    own: 'VOICE',
    but: 'Not with an API token; the own account not while muted.',
  }),
  exportSite: rule('take everything away as a file', 'ADMIN', { but: 'Not with an API token.' }),
  importSite: rule('import files', 'ADMIN', { but: 'Not with an API token.' }),
} as const satisfies Record<string, Rule>;

/** Something that only some may do. */
export type Action = keyof typeof RULES;

/**
 * Whether a viewer may do something.
 *
 * @param subject.isOwn whether the viewer wrote, holds or is what it is done to. A guest is known by the voice alone.
 */
export function may(viewer: Identity, action: Action, { isOwn = false }: { isOwn?: boolean } = {}): boolean {
  const { from, own }: Rule = RULES[action];
  return isAtLeast(viewer, from) || (isOwn && own !== null && isAtLeast(viewer, own));
}

/** What an error says to somebody who may not: “Expected an account with the role AUTHOR or a stronger one to write posts.” */
export function explain(action: Action): string {
  const { from, own, to }: Rule = RULES[action];
  if (own !== null) return `Expected ${name(own)} to ${to} that is its own, or ${name(from)}.`;
  return `Expected ${name(from)} to ${to}.`;
}

function name(standing: Standing): string {
  if (standing === 'ANYBODY') return 'anybody';
  if (standing === 'VOICE') return 'an account, or a guest with a voice,';
  return standing === 'READER' ? 'an account' : `an account with the role ${standing} or a stronger one`;
}

function isAtLeast({ account, voiceHash }: Identity, standing: Standing): boolean {
  const role: Role | null = account?.role ?? null;
  const reached = role ?? (voiceHash === null ? 'ANYBODY' : 'VOICE');
  return STANDINGS.indexOf(reached) >= STANDINGS.indexOf(standing);
}
