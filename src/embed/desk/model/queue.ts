import type {
  ModerationEventsSubscription,
  ModerationItemFragment,
  ModerationKind,
  ModerationQueueQuery,
} from '../../../sdk/index.ts';

/** Something that waits for a moderator, or waited. */
export type Item = ModerationItemFragment;
/** Something that came to the queue, or left it. */
export type QueueEvent = ModerationEventsSubscription['moderationEvents'];

/** What is loaded of the queue, oldest first. */
export interface Queue {
  readonly kind: ModerationKind | null;
  readonly items: readonly Item[];
  readonly hasMore: boolean;
  readonly after: string | null;
}

/** A queue of which nothing is loaded. */
export function emptyQueue(kind: ModerationKind | null): Queue {
  return { kind, items: [], hasMore: true, after: null };
}

/** Adds the next page. What is loaded already stays where it stands. */
export function joinQueuePage(queue: Queue, { pageInfo, nodes }: ModerationQueueQuery['moderationQueue']): Queue {
  const known = new Set(queue.items.map(({ id }) => id));
  return {
    ...queue,
    items: [...queue.items, ...nodes.filter(({ id }) => !known.has(id))],
    hasMore: pageInfo.hasNextPage,
    after: pageInfo.endCursor ?? queue.after,
  };
}

/** Applies what happened. What comes anew stands at the end: it is shown once the pages before it are loaded. */
export function applyQueueEvent(queue: Queue, event: QueueEvent): Queue {
  const { item } = event;
  if (item === null) return queue;
  if (event.__typename === 'ItemResolvedEvent') return removeItems(queue, new Set([item.id]));
  if (!isOfKind(item, queue.kind) || !isWaiting(item)) return queue;
  const isKnown = queue.items.some(({ id }) => id === item.id);
  if (isKnown) return replaceItem(queue, item);
  return queue.hasMore ? queue : { ...queue, items: [...queue.items, item] };
}

/** Takes out what was decided. */
export function removeItems(queue: Queue, ids: ReadonlySet<string>): Queue {
  const items = queue.items.filter(({ id }) => !ids.has(id));
  return items.length === queue.items.length ? queue : { ...queue, items };
}

/** Shows something as it is now, in its place. */
export function replaceItem(queue: Queue, item: Item): Queue {
  return { ...queue, items: queue.items.map((one) => (one.id === item.id ? item : one)) };
}

function isOfKind({ __typename }: Item, kind: ModerationKind | null): boolean {
  return kind === null || (kind === 'HELD') === (__typename === 'HeldComment');
}

/** An event has the item as it is at delivery: what was decided meanwhile does not come up for a moment. */
function isWaiting(item: Item): boolean {
  return item.__typename === 'HeldComment' ? item.heldStatus === 'HELD' : item.flagCount !== 0;
}
