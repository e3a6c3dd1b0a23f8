import type { Ring } from './doorbell.ts';

const PAYLOAD =
  /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{1,15}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A ring as it travels, with the doorbell that rang it: so that it knows its own when it comes back. */
export interface SentRing extends Ring {
  readonly from: string;
}

export function formatRing({ postId, seq, from }: SentRing): string {
  return `${postId} ${seq} ${from}`;
}

/** Whoever reaches the channel may write to it: what is no ring is none. */
export function parseRing(payload: string): SentRing | null {
  const [, postId, seq, from] = PAYLOAD.exec(payload) ?? [];
  if (postId === undefined || seq === undefined || from === undefined) return null;
  return { postId, seq: Number(seq), from };
}
