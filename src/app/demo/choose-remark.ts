import type { DemoRemark } from './demo-shapes.ts';

/** As much of a comment as it takes to answer it. */
export interface Answerable {
  readonly id: string;
  readonly status: string;
  readonly path: readonly number[];
  readonly guestName: string | null;
  readonly author: { readonly handle: string } | null;
}

/** Deeper replies would leave little room for their text. */
const DEEPEST = 8;

/** Half of what there is to say is said before anything is said again. */
const REST = 0.5;

/**
 * Chooses what to answer and with which remark: not what was withdrawn, not oneself, not what was said lately, and of the
 * comments rather a newer one.
 */
export function chooseRemark<Comment extends Answerable>(
  newest: readonly Comment[],
  { remarks, said, random }: { remarks: readonly DemoRemark[]; said: readonly string[]; random: () => number },
): { to: Comment; remark: DemoRemark } | null {
  const open = newest.filter(({ status, path }) => status === 'PUBLISHED' && path.length < DEEPEST);
  const to = open[Math.floor(Math.sqrt(random()) * open.length)];
  if (to === undefined) return null;

  const lately = new Set(said.slice(-Math.floor(remarks.length * REST)));
  const fitting = remarks.filter((remark) => !lately.has(remark.body) && !isBy(to, remark));
  const remark = fitting[Math.floor(random() * fitting.length)];
  return remark === undefined ? null : { to, remark };
}

function isBy({ author, guestName }: Answerable, { by }: DemoRemark): boolean {
  if (typeof by === 'string') return author?.handle === by;
  return author === null && guestName === by.guest;
}
