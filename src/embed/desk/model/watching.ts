import {
  ColloquyError,
  ModerationCursorDocument,
  ModerationEventsDocument,
  ModerationQueueDocument,
  type BareClient,
  type ModerationKind,
} from '../../../sdk/index.ts';
import type { Store } from '../../model/state.ts';
import type { DeskState } from './desk-state.ts';
import { applyQueueEvent, emptyQueue, joinQueuePage, type QueueEvent } from './queue.ts';

const PAGE = 50; // items

interface Watching {
  readonly store: Store<DeskState>;
  readonly client: BareClient;
  readonly onFailure: (error: unknown) => void;
}

/** Keeps the queue true: a page from where its log ended, and then everything that happened since. */
export class Watch {
  readonly #watching: Watching;
  #ending = new AbortController();
  /** What came while a page was read: the page has it, or has it not. Null while none is read. */
  #waiting: QueueEvent[] | null = null;

  constructor(watching: Watching) {
    this.#watching = watching;
  }

  /** Reads the queue anew, and follows it until it is ended, or begun again. */
  async begin(kind: ModerationKind | null): Promise<void> {
    this.end();
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    const { store, client, onFailure } = this.#watching;
    store.set({ queue: emptyQueue(kind), isReading: true });
    try {
      const { moderationCursor } = await client.request(ModerationCursorDocument, {}, { signal });
      await this.#readPage(signal);
      await this.#follow(moderationCursor, signal);
    } catch (error) {
      if (signal.aborted) return;
      store.set({ isReading: false });
      // What happened since is no longer kept.
      if (error instanceof ColloquyError && error.code === 'CURSOR_EXPIRED') await this.begin(kind);
      else onFailure(error);
    }
  }

  end(): void {
    this.#ending.abort();
    this.#waiting = null;
  }

  /** Reads the next page. */
  async readMore(): Promise<void> {
    const { store, onFailure } = this.#watching;
    const { signal } = this.#ending;
    if (this.#waiting !== null || !store.state.queue.hasMore) return;
    try {
      await this.#readPage(signal);
    } catch (error) {
      if (!signal.aborted) onFailure(error);
    }
  }

  async #readPage(signal: AbortSignal): Promise<void> {
    const { store, client } = this.#watching;
    const { kind, after } = store.state.queue;
    const waiting: QueueEvent[] = [];
    this.#waiting = waiting;
    store.set({ isReading: true });
    try {
      const filter = kind === null ? {} : { filter: { kind } };
      const variables = { first: PAGE, ...(after !== null && { after }), ...filter };
      const { moderationQueue } = await client.request(ModerationQueueDocument, variables, { signal });
      store.set({ queue: joinQueuePage(store.state.queue, moderationQueue) });
    } finally {
      if (!signal.aborted) {
        this.#waiting = null;
        for (const event of waiting) this.#apply(event);
        store.set({ isReading: false });
      }
    }
  }

  async #follow(after: string, signal: AbortSignal): Promise<void> {
    const { store, client, onFailure } = this.#watching;
    const events = client.subscribe(
      ModerationEventsDocument,
      { after },
      {
        signal,
        onStatus: (status, reason) => {
          if (signal.aborted) return;
          store.set({ status });
          // A token that has ended would be refused again and again.
          if (reason?.code === 'UNAUTHENTICATED' || reason?.code === 'FORBIDDEN') onFailure(reason);
        },
      },
    );
    for await (const { moderationEvents: event } of events) {
      if (this.#waiting === null) this.#apply(event);
      else this.#waiting.push(event);
    }
  }

  #apply(event: QueueEvent): void {
    const { store } = this.#watching;
    const { queue, opened, marked } = store.state;
    const { item } = event;
    const changed = applyQueueEvent(queue, event);
    const isOpen = item !== null && opened?.item.id === item.id;
    const isLeaving = event.__typename === 'ItemResolvedEvent';
    store.set({
      queue: changed,
      ...(isLeaving && item !== null && { marked: new Set([...marked].filter((id) => id !== item.id)) }),
      ...(isOpen && {
        opened: { ...opened, item, left: isLeaving ? { resolution: event.auditEntry } : null },
      }),
    });
  }
}
