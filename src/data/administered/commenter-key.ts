/** Whoever wrote something: an account by its author row, or a guest by the hash of the voice. */
export type CommenterKey =
  | { readonly authorId: string; readonly voiceHash?: null }
  | { readonly voiceHash: string; readonly authorId?: null };

/** Null for a guest without a voice, who cannot be recognised. */
export function commenterKey({
  authorId,
  voiceHash,
}: {
  readonly authorId: string | null;
  readonly voiceHash: string | null;
}): CommenterKey | null {
  if (authorId !== null) return { authorId };
  return voiceHash === null ? null : { voiceHash };
}
