import type { Values } from './parse-line.ts';

/** What contradicts a comment in those before it; null where nothing does. */
type FindContradiction = (comment: Values) => string | null;

/**
 * Follows the comments of an archive in its order, and remembers those of one discussion at a time: the path of a reply is that of its
 * parent and its own number. A parent that is not in the file is not known.
 */
export function createLineage(): FindContradiction {
  const paths = new Map<unknown, readonly unknown[]>();
  let discussion: unknown = null;
  return ({ id, postId, parentId, path }) => {
    if (postId !== discussion) paths.clear();
    discussion = postId;
    const own = Array.isArray(path) ? path : [];
    const expected = paths.get(parentId);
    if (expected !== undefined && own.slice(0, -1).join() !== expected.join())
      return 'its path is not that of its parent';
    paths.set(id, own);
    return null;
  };
}
