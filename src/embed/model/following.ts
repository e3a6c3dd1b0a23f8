import { applyEvent, ColloquyError, DiscussionEventsDocument, dropEcho } from '../../sdk/index.ts';
import type { DiscussionEvent } from '../../sdk/index.ts';
import type { Clients } from './clients.ts';
import type { Store } from './state.ts';

interface Following {
  readonly store: Store;
  readonly clients: Clients;
  readonly signal: AbortSignal;
  /** Events may be missing: everything is to be read again. */
  readonly onStale: () => void;
  /** The stream goes on after a cut: what no event tells is to be read again. */
  readonly onResumed: () => void;
}

const AGAIN = 30_000; // milliseconds until a stream that ended is begun again: the post may be published once more

/** Keeps the discussion up to date, until the signal is aborted. */
export async function follow(following: Following): Promise<void> {
  const { store, signal, onStale } = following;
  for (;;) {
    const isOver = await followUntilCut(following);
    if (signal.aborted) return;
    if (isOver || store.state.discussion?.isStale === true) {
      onStale();
      return;
    }
    store.set({ status: 'waiting' });
    await pause(AGAIN, signal);
  }
}

/** Whether what comes next is no longer kept. */
async function followUntilCut(following: Following): Promise<boolean> {
  try {
    await followOnce(following);
    return false;
  } catch (error) {
    return error instanceof ColloquyError && error.code === 'CURSOR_EXPIRED';
  }
}

async function followOnce({ store, clients, signal, onResumed }: Following): Promise<void> {
  const { discussion } = store.state;
  if (discussion === null) return;
  const stream = clients.reader.subscribe(
    DiscussionEventsDocument,
    { postId: discussion.postId, after: discussion.cursor },
    { signal, onStatus: (status) => store.set({ status }) },
  );
  let isFirst = true;
  for await (const { discussionEvents: event } of stream) {
    if (!isFirst && event.__typename === 'DiscussionReadyEvent') onResumed();
    isFirst = false;
    apply(store, event);
    if (store.state.discussion?.isStale === true) return;
  }
}

function apply(store: Store, event: DiscussionEvent): void {
  const { discussion: before, pending, written } = store.state;
  if (before === null) return;
  const discussion = applyEvent(before, event);
  const left = dropEcho(pending, event);
  const isOwn = left !== pending && event.__typename === 'CommentAddedEvent';
  if (discussion === before && left === pending) return;
  store.set({
    discussion,
    pending: left,
    ...(isOwn && { written: new Set([...written, event.node.number]) }),
  });
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
