// WordPress writes each time twice: by the clock of the blog, and in UTC. Where the second is missing, the other times of
// the blog tell how far its clock was from UTC at that time of the year.
import { findChildren, type XmlNode } from '../../xml/xml-node.ts';
import { readDate } from './parse-fields.ts';

const WEEK = 7 * 24 * 3600 * 1000; // milliseconds
const QUARTER = 15 * 60 * 1000; // milliseconds: no zone is finer

/** How far the clock of a blog was from UTC. */
export interface BlogClock {
  /** Learns from a time that is written both ways. */
  learn(local: Date, utc: Date): void;
  /** The moment of a time by that clock; by UTC where nothing was learnt. */
  place(local: Date): Date;
  readonly isKnown: boolean;
}

export function createBlogClock(): BlogClock {
  /** In milliseconds, by the week. */
  const offsets = new Map<number, number>();
  return {
    learn(local, utc) {
      const offset = local.getTime() - utc.getTime();
      if (Math.abs(offset) > 14 * 4 * QUARTER || offset % QUARTER !== 0) return;
      const week = Math.floor(local.getTime() / WEEK);
      if (!offsets.has(week)) offsets.set(week, offset);
    },
    place(local) {
      const week = Math.floor(local.getTime() / WEEK);
      const nearest = findNearest([...offsets.keys()], week);
      return new Date(local.getTime() - (offsets.get(nearest ?? week) ?? 0));
    },
    get isKnown() {
      return offsets.size > 0;
    },
  };
}

function findNearest(weeks: readonly number[], wanted: number): number | undefined {
  let nearest = weeks[0];
  for (const week of weeks) {
    if (nearest === undefined || Math.abs(week - wanted) < Math.abs(nearest - wanted)) nearest = week;
  }
  return nearest;
}

/** Learns from every date of an item and of its comments. */
export function learnClock(clock: BlogClock, item: XmlNode): void {
  learnFrom(clock, item, ['wp:post_date', 'wp:post_date_gmt']);
  for (const comment of findChildren(item, 'wp:comment')) {
    learnFrom(clock, comment, ['wp:comment_date', 'wp:comment_date_gmt']);
  }
}

function learnFrom(clock: BlogClock, node: XmlNode, [local, utc]: readonly [string, string]): void {
  const [own, exact] = [readDate(node, local).date, readDate(node, utc).date];
  if (own !== null && exact !== null) clock.learn(own, exact);
}
