import type { DemoRemark } from './demo-shapes.ts';

/** The properties of a comment that decide whether it can be answered. */
export interface Answerable {
  readonly id: string;
  readonly status: string;
  readonly path: readonly number[];
  readonly guestName: string | null;
  readonly author: { readonly handle: string } | null;
}

/** Deeper replies would leave little room for their text. */
const DEEPEST = 8;

/**
 * Chooses one of the least used remarks, and a published comment by another person to answer with it; newer comments are
 * more likely. Null where there is none.
 */
export function chooseRemark<Comment extends Answerable>(
  newest: readonly Comment[],
  {
    remarks,
    usesOf,
    random,
  }: { remarks: readonly DemoRemark[]; usesOf: (remark: DemoRemark) => number; random: () => number },
): { to: Comment; remark: DemoRemark } | null {
  const fewest = Math.min(...remarks.map(usesOf));
  const unused = remarks.filter((remark) => usesOf(remark) === fewest);
  const start = Math.floor(random() * unused.length);
  const open = newest.filter(({ status, path }) => status === 'PUBLISHED' && path.length < DEEPEST);

  for (const remark of [...unused.slice(start), ...unused.slice(0, start)]) {
    const others = open.filter((comment) => !isBy(comment, remark));
    const to = others[Math.floor(Math.sqrt(random()) * others.length)];
    if (to !== undefined) return { to, remark };
  }
  return null;
}

/** Whether a comment is by the person whose remark it is. */
export function isBy(
  { author, guestName }: Pick<Answerable, 'author' | 'guestName'>,
  { by }: Pick<DemoRemark, 'by'>,
): boolean {
  if (typeof by === 'string') return author?.handle === by;
  return author === null && guestName === by.guest;
}
