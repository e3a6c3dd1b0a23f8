import { newId } from '../../data/database/new-id.ts';
import type { PreparedComment } from '../prepared.ts';

/** The place of a comment among the others of its post. */
export interface Place {
  readonly id: string;
  /** The numbers from the top-level ancestor down to itself. */
  readonly path: readonly number[];
}

export interface PlacedComment extends PreparedComment, Place {
  readonly parentId: string | null;
  readonly number: number;
}

interface Ground {
  /** The parent of each comment; null for the post itself. Without circles. */
  readonly links: ReadonlyMap<string, string | null>;
  /** Comments that an earlier import has written, by their external ids. */
  readonly present: ReadonlyMap<string, Place>;
  /** The highest number given so far. */
  readonly lastNumber: number;
  /** The highest number of replies in a chain. */
  readonly maxDepth: number;
  /** Called for each reply that would be deeper than that. It moves up to the deepest ancestor that may have replies. */
  readonly onTooDeep: () => void;
}

interface Key {
  readonly comment: PreparedComment;
  readonly time: number;
  readonly rank: number;
  readonly depth: number;
}

/** Numbers comments by their dates, each after its parent, in the order of the numbers. */
export function placeComments(comments: readonly PreparedComment[], ground: Ground): PlacedComment[] {
  const places = new Map(ground.present);
  const ids = new Map([...ground.present.values()].map(({ id, path }) => [path.at(-1), id]));

  return sortByTime(comments, ground.links).map((comment, index) => {
    const number = ground.lastNumber + index + 1;
    const wished = places.get(ground.links.get(comment.externalId) ?? '')?.path ?? [];
    if (wished.length > ground.maxDepth) ground.onTooDeep();
    const above = wished.slice(0, ground.maxDepth);
    const place = { id: newId(), path: [...above, number] };
    places.set(comment.externalId, place);
    ids.set(number, place.id);
    return { ...comment, ...place, number, parentId: ids.get(above.at(-1)) ?? null };
  });
}

/** By date; but a reply always follows the comment that it replies to, whatever their dates are. */
function sortByTime(
  comments: readonly PreparedComment[],
  links: ReadonlyMap<string, string | null>,
): PreparedComment[] {
  const byId = new Map(comments.map((comment) => [comment.externalId, comment]));
  const keys = new Map<string, Key>();

  for (const comment of comments) {
    const waiting: PreparedComment[] = [];
    for (let next: PreparedComment | undefined = comment; next !== undefined && !keys.has(next.externalId);) {
      waiting.push(next);
      next = byId.get(links.get(next.externalId) ?? '');
    }
    for (const next of waiting.reverse()) {
      keys.set(next.externalId, makeKey(next, keys.get(links.get(next.externalId) ?? '')));
    }
  }

  return [...keys.values()]
    .sort((a, b) => a.time - b.time || a.rank - b.rank || a.depth - b.depth || a.comment.part - b.comment.part)
    .map(({ comment }) => comment);
}

function makeKey(comment: PreparedComment, parent: Key | undefined): Key {
  const own = comment.createdAt.getTime();
  const time = Math.max(own, parent?.time ?? own);
  const isTogether = time === parent?.time;
  return {
    comment,
    time,
    rank: isTogether ? Math.max(comment.rank, parent.rank) : comment.rank,
    depth: (parent?.depth ?? 0) + 1,
  };
}
