import { chooseRemark, isBy } from './choose-remark.ts';
import type { Answerable } from './choose-remark.ts';
import type { DemoComplaint, DemoRemark } from './demo-shapes.ts';

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
  | { readonly kind: 'withdraw'; readonly comment: OwnComment }
  | { readonly kind: 'react'; readonly to: Comment; readonly by: string; readonly reaction: string }
  | { readonly kind: 'report'; readonly about: Comment; readonly complaint: DemoComplaint };

interface DemoState<Comment extends Answerable> {
  /** The newest comments of everybody, oldest first. */
  readonly newest: readonly Comment[];
  /** All own comments, withdrawn ones among them. */
  readonly own: readonly OwnComment[];
  /** Whether the discussion has room for more places. */
  readonly hasRoom: boolean;
  /** Whether moderators have few reports to read. */
  readonly mayReport: boolean;
}

interface MoveOptions {
  readonly remarks: readonly DemoRemark[];
  readonly postscripts: readonly string[];
  /** The kinds of reactions. */
  readonly reactions: readonly string[];
  readonly complaints: readonly DemoComplaint[];
  /** The number of moves since the start. */
  readonly turn: number;
  readonly random: () => number;
}

/** The order of the moves. Every kind is among the first ten. */
const RHYTHM = [
  ...(['reply', 'react', 'reply', 'edit', 'react', 'reply', 'withdraw', 'react', 'reply', 'report'] as const),
  ...(['reply', 'react', 'edit', 'react', 'reply', 'react'] as const),
];

/** Every remark is written at most twice. */
const MOST_USES = 2;

/** At most a fifth of the own comments is withdrawn. */
const WITHDRAWN = 0.2;

/**
 * Chooses the next move. Replies and withdrawals come to an end; after that the commenter only edits, reacts and reports, so
 * that the demo goes on without growing. Null where nothing can be done.
 */
export function chooseMove<Comment extends Answerable>(
  state: DemoState<Comment>,
  options: MoveOptions,
): DemoMove<Comment> | null {
  const { newest, own, hasRoom } = state;
  const { remarks, postscripts, turn, random } = options;
  const published = own.filter(({ isPublished }) => isPublished);
  const kind = RHYTHM[turn % RHYTHM.length];

  if (kind === 'reply' && hasRoom && own.length < MOST_USES * remarks.length) {
    const usesOf = (remark: DemoRemark) => own.filter((comment) => comment.remark === remark).length;
    const chosen = chooseRemark(newest, { remarks, usesOf, random });
    if (chosen !== null) return { kind, ...chosen };
  }

  const aside = kind === 'react' || kind === 'report' ? chooseAside(kind, state, options) : null;
  if (aside !== null) return aside;

  const comment = published[Math.floor(random() * published.length)];
  if (comment === undefined) return null;
  const mayWithdraw = own.length - published.length < own.length * WITHDRAWN;
  if (kind === 'withdraw' && mayWithdraw) return { kind, comment };

  const { body } = comment.remark;
  const postscript = postscripts[Math.floor(random() * postscripts.length)] ?? '';
  return { kind: 'edit', comment, body: comment.isEdited ? body : `${body}\n\n${postscript}` };
}

/** What a reader does about the comment of another person, without a word in the discussion. Null where nothing can be done. */
function chooseAside<Comment extends Answerable>(
  kind: 'react' | 'report',
  { newest, mayReport }: DemoState<Comment>,
  { remarks, reactions, complaints, random }: MoveOptions,
): DemoMove<Comment> | null {
  const choose = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
  const comment = choose(newest.filter(({ status }) => status === 'PUBLISHED'));
  if (comment === undefined) return null;

  if (kind === 'report') {
    const complaint = choose(complaints.filter((one) => !isBy(comment, one)));
    return mayReport && complaint !== undefined ? { kind, about: comment, complaint } : null;
  }
  const others = remarks.flatMap(({ by }) => (typeof by === 'string' && !isBy(comment, { by }) ? [by] : []));
  const by = choose(others);
  const reaction = choose(reactions);
  return by === undefined || reaction === undefined ? null : { kind, to: comment, by, reaction };
}
