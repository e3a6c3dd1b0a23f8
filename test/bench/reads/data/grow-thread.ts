import type { Random } from '../../../chaos/random.ts';

/** The comments of a post by number, from 1; index 0 is not used. */
export interface Thread {
  /** The number of the parent; 0 for a top-level comment. */
  readonly parents: Int32Array;
  /** 1 for a top-level comment. */
  readonly levels: Int32Array;
  /** The number of direct replies; at index 0 the number of top-level comments. */
  readonly replies: Int32Array;
}

export const DEEPEST = 30; // levels

const TOP_LEVEL = 0.22; // of all comments
const TO_THE_LAST = 0.73; // of the replies answer the comment before them, as in a dispute between two

/** Grows a thread comment by comment: some start a new one, most of the others answer the last, the rest mostly early ones. */
export function growThread(count: number, random: Random): Thread {
  const parents = new Int32Array(count + 1);
  const levels = new Int32Array(count + 1);
  const replies = new Int32Array(count + 1);
  for (let number = 1; number <= count; number += 1) {
    let parent = chooseParent(number, random);
    while ((levels[parent] ?? 0) >= DEEPEST) parent = parents[parent] ?? 0;
    parents[number] = parent;
    levels[number] = (levels[parent] ?? 0) + 1;
    replies[parent] = (replies[parent] ?? 0) + 1;
  }
  return { parents, levels, replies };
}

function chooseParent(number: number, random: Random): number {
  if (number === 1 || random.next() < TOP_LEVEL) return 0;
  return random.next() < TO_THE_LAST ? number - 1 : 1 + Math.floor(random.next() ** 2 * (number - 1));
}
