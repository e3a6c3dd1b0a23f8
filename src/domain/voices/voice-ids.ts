// Values that stand for a person without telling which one. Each is made under a label of its own that contains `:`, which no voice
// may contain: so nobody can choose a secret whose stored hash equals one of them.
import { createHmac, hash } from 'node:crypto';
import type { CommentRow } from '../../data/reads/comment-rows.ts';
import { requireRead } from '../../data/reads/require-read.ts';

type Key = Readonly<Record<'voiceSecret', string>>;

type Written = Pick<CommentRow, 'id' | 'postId' | 'voiceHash'>;

const LENGTH = 32; // hexadecimal digits: 128 bits

/** What an author's identicon is drawn from. */
export function avatarSeedOfAuthor(id: string): string {
  return hash('sha256', `avatar:author:${id}`, 'hex').slice(0, LENGTH);
}

/** What a guest's identicon is drawn from: the same for one voice under one post; for a guest without a voice, of one comment. */
export function avatarSeedOfGuest({ id, postId, voiceHash }: Written, key: Key): string {
  const voice = requireRead(voiceHash);
  return sign(key, voice === null ? `avatar:comment:${id}` : `avatar:voice:${postId}:${voice}`);
}

/** Joins the comments of one voice, under any posts. It is neither what is stored of the voice nor anything that could be sent as one. */
export function voiceIdOf(voiceHash: string, key: Key): string {
  return `voice:${sign(key, `voice-id:${voiceHash}`)}`;
}

function sign({ voiceSecret }: Key, label: string): string {
  return createHmac('sha256', voiceSecret).update(label).digest('hex').slice(0, LENGTH);
}
