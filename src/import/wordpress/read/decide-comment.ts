import type { ExportedComment } from './exported.ts';

const TYPES: Readonly<Record<string, string>> = { pingback: 'pingbacks', trackback: 'trackbacks' };
const STATES: Readonly<Record<string, string>> = {
  '0': 'waiting for approval',
  hold: 'waiting for approval',
  spam: 'spam',
  trash: 'in the trash',
  'post-trashed': 'in the trash',
};

/** Why a comment is not taken, in words that follow a number; null for an approved one that a person wrote. */
export function decideComment({ type, approved }: ExportedComment): string | null {
  if (type !== '' && type !== 'comment') return TYPES[type] ?? `comments of the type "${type.slice(0, 40)}"`;
  if (approved === '1' || approved === 'approve' || approved === 'approved') return null;
  return STATES[approved] ?? `comments with the status "${approved.slice(0, 40)}"`;
}
