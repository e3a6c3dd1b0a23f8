import type { Name } from '../xml/namespaces.ts';
import type { Shape } from '../xml/shape.ts';

/** The elements that are read, by their parent. The rest (mail and IP addresses) never leaves the file. */
export const DISQUS: Shape = {
  title: 'Disqus export',
  containers: ['disqus'],
  nameOf: findName,
  marks: new Set(['thread', 'post']),
  children: {
    disqus: new Set(['thread', 'post']),
    thread: new Set(['link', 'title', 'createdAt', 'isClosed', 'isDeleted']),
    post: new Set(['message', 'createdAt', 'isDeleted', 'isSpam', 'isApproved', 'author', 'thread', 'parent']),
    author: new Set(['name', 'username', 'isAnonymous']),
  },
};

/** A document without its namespaces is read by its names. */
function findName({ uri, prefix, local }: Name): string {
  if (uri === null) return `${prefix}:${local}`;
  return /^(?:https?:\/\/(?:www\.)?disqus\.com\/?)?$/.test(uri) ? local : `{${uri}}${local}`;
}
