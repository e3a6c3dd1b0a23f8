import { chooseRemark } from './choose-remark.ts';
import type { Answerable } from './choose-remark.ts';
import type { DemoRemark } from './demo-shapes.ts';

/** A comment that the demo commenter has written, and may still change. */
export interface OwnComment {
  readonly id: string;
  readonly remark: DemoRemark;
  readonly isPublished: boolean;
  /** Whether it has a postscript. */
  readonly isEdited: boolean;
}

/** What the demo commenter does next. */
export type DemoMove<Comment extends Answerable = Answerable> =
  | { readonly kind: 'reply'; readonly to: Comment; readonly remark: DemoRemark }
  | { readonly kind: 'edit'; readonly comment: OwnComment; readonly body: string }
  | { readonly kind: 'withdraw'; readonly comment: OwnComment };

interface DemoState<Comment extends Answerable> {
  /** The newest comments of everybody, oldest first. */
  readonly newest: readonly Comment[];
  /** All own comments, withdrawn ones among them. */
  readonly own: readonly OwnComment[];
  /** Whether the discussion has room for more places. */
  readonly hasRoom: boolean;
}

interface MoveOptions {
  readonly remarks: readonly DemoRemark[];
  readonly postscripts: readonly string[];
  /** The number of moves since the start. */
  readonly turn: number;
  readonly random: () => number;
}

/** The order of the moves. Every kind is among the first six. */
const RHYTHM = ['reply', 'reply', 'edit', 'reply', 'reply', 'withdraw', 'reply', 'edit'] as const;

/** Every remark is written at most twice. */
const MOST_USES = 2;

/** At most a fifth of the own comments is withdrawn. */
const WITHDRAWN = 0.2;

/**
 * Chooses the next move. Replies and withdrawals come to an end; after that the commenter only edits, so that the demo goes
 * on without growing. Null where nothing can be done.
 */
export function chooseMove<Comment extends Answerable>(
  { newest, own, hasRoom }: DemoState<Comment>,
  { remarks, postscripts, turn, random }: MoveOptions,
): DemoMove<Comment> | null {
  const published = own.filter(({ isPublished }) => isPublished);
  const kind = RHYTHM[turn % RHYTHM.length];

  if (kind === 'reply' && hasRoom && own.length < MOST_USES * remarks.length) {
    const usesOf = (remark: DemoRemark) => own.filter((comment) => comment.remark === remark).length;
    const chosen = chooseRemark(newest, { remarks, usesOf, random });
    if (chosen !== null) return { kind, ...chosen };
  }

  const comment = published[Math.floor(random() * published.length)];
  if (comment === undefined) return null;
  const mayWithdraw = own.length - published.length < own.length * WITHDRAWN;
  if (kind === 'withdraw' && mayWithdraw) return { kind, comment };

  const { body } = comment.remark;
  const postscript = postscripts[Math.floor(random() * postscripts.length)] ?? '';
  return { kind: 'edit', comment, body: comment.isEdited ? body : `${body}\n\n${postscript}` };
}
