import { appendPage, CommentsDocument, prependPage, toDiscussion } from '../../sdk/index.ts';
import type { CommentOrder, CommentsQuery, CommentsQueryVariables, PostBy } from '../../sdk/index.ts';
import type { Clients } from './clients.ts';
import { isReversed } from './shown.ts';
import type { State, Store } from './state.ts';

const PAGE = 100; // comments: the most that the service gives at once

/** A post and one page of its comments, as the query `Comments` gives them. */
export type ReadPost = NonNullable<CommentsQuery['post']>;

interface Reading {
  readonly store: Store;
  readonly clients: Clients;
  readonly post: PostBy;
}

/** Where the first page is read: at the beginning, at the end, or around a comment. */
export type Start = 'beginning' | 'end' | { readonly around: number };

/** Reads the first page. What was loaded before is forgotten. @returns the post; null where there is none. */
export async function readFirst({ store, clients, post }: Reading, start: Start): Promise<ReadPost | null> {
  const { view } = store.state;
  const found = await clients.reader.request(CommentsDocument, { post, order: view, ...argumentsOf(start) });
  if (found.post === null) {
    store.set({ phase: 'missing', discussion: null });
    return null;
  }
  show(store, found.post);
  return found.post;
}

function argumentsOf(start: Start): Omit<CommentsQueryVariables, 'post'> {
  if (start === 'beginning') return { first: PAGE };
  return start === 'end' ? { last: PAGE } : { first: PAGE, aroundNumber: start.around };
}

/** Shows a page as the first one, in place of what was loaded before. */
export function show(store: Store, post: ReadPost): void {
  const { view, shownUpTo, discussion: before } = store.state;
  const discussion = toDiscussion(post, { order: view, first: Number.POSITIVE_INFINITY });
  const { startCursor: start, endCursor: end } = post.comments.pageInfo;
  store.set({
    phase: 'ready',
    discussion,
    ends: { start: start ?? null, end: end ?? null },
    // Another view of the same discussion: what waits goes on waiting.
    shownUpTo: before === null ? discussion.totalCount : shownUpTo,
    loading: null,
  });
}

/** Whether there is more to load below what is shown, or above it. */
export function hasMore(state: State, side: 'above' | 'below'): boolean {
  const { discussion } = state;
  if (discussion === null) return false;
  return directionOf(state, side) === 'after' ? discussion.hasNextPage : discussion.hasPreviousPage;
}

function directionOf(state: State, side: 'above' | 'below'): 'before' | 'after' {
  return (side === 'below') !== isReversed(state) ? 'after' : 'before';
}

/** Loads the next page on a side of what is shown. Does nothing while one is being loaded, or where there is none. */
export async function readMore({ store, clients, post }: Reading, side: 'above' | 'below'): Promise<void> {
  const { state } = store;
  const direction = directionOf(state, side);
  const { discussion, ends, view } = state;
  const cursor = direction === 'after' ? ends.end : ends.start;
  if (discussion === null || state.loading !== null || !hasMore(state, side) || cursor === null) return;

  store.set({ loading: direction });
  const at = direction === 'after' ? { first: PAGE, after: cursor } : { last: PAGE, before: cursor };
  try {
    const { post: found } = await clients.reader.request(CommentsDocument, { post, order: view, ...at });
    const { discussion: current } = store.state;
    if (found === null || current === null || isOther(store.state, { view, postId: current.postId })) return;
    const { pageInfo } = found.comments;
    const join = direction === 'after' ? appendPage : prependPage;
    const moved =
      direction === 'after' ? { end: pageInfo.endCursor ?? cursor } : { start: pageInfo.startCursor ?? cursor };
    store.set({ discussion: join(current, found.comments), ends: { ...store.state.ends, ...moved } });
  } finally {
    store.set({ loading: null });
  }
}

function isOther(state: State, { view, postId }: { view: CommentOrder; postId: string }): boolean {
  return state.view !== view || state.discussion?.postId !== postId;
}
