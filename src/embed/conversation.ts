import { ColloquyError } from '../sdk/index.ts';
import type { Context } from './view/context.ts';
import { findDrawn, Focus } from './view/focus.ts';
import { describeFailure } from './model/describe-failure.ts';
import { follow } from './model/following.ts';
import { followPage, type Parts } from './model/page.ts';
import { readAgain, readHeld, readOwn } from './model/own.ts';
import { openPage } from './model/open-page.ts';
import { readFirst, readMore, show, type Start } from './model/reading.ts';
import type { Group } from './model/shown.ts';
import { hasLinked } from './model/settings.ts';
import { beginWith, Store } from './model/state.ts';
import { Writer } from './model/writing.ts';
import { tell } from './tell.ts';

/** A discussion from the moment that it is opened until the page is left. */
export class Conversation {
  readonly #parts: Parts;
  readonly #store: Store;
  readonly #writer: Writer;
  readonly #leaving = new AbortController();
  #following = new AbortController();
  #isGuest = true;
  readonly #focus = new Focus();
  /** The ids of the comments that are in the document. */
  #drawn: readonly string[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    const { settings, memory, words, clients, onChange } = parts;
    this.#store = new Store(beginWith(settings, memory.readVisit()), onChange);
    this.#writer = new Writer({
      ...{ store: this.#store, clients, memory, words },
      findPost: () => this.#findPost(),
      askForToken: () => tell(parts.element, 'colloquy-token-needed', {}),
      onOwn: () =>
        void this.#try(async () => {
          await readAgain(this.#asking, this.#drawn);
          await readHeld(this.#asking);
        }),
    });
  }

  get context(): Context {
    const { words, memory, settings } = this.#parts;
    return {
      ...{ state: this.#store.state, words, memory, writer: this.#writer, isGuest: this.#isGuest },
      ...{ service: settings.service, authors: settings.authors, actions: this.#actions },
    };
  }

  /** Reads the first page, and follows from where it was read. */
  async open(): Promise<void> {
    const { settings, clients } = this.#parts;
    const { signal } = this.#leaving;
    followPage({ store: this.#store, signal, goTo: (number) => this.#goTo(number) });
    signal.addEventListener('abort', () => this.#following.abort());
    this.#isGuest = !(await clients.hasAccount());
    this.#focus.goal = settings.linked;
    if (settings.page === null || !hasLinked(settings)) await this.#read(this.#usualStart());
    else {
      show(this.#store, settings.page);
      await this.#follow(this.#begin());
    }
  }

  end(): void {
    this.#leaving.abort();
  }

  /** What is to be done once a state is in the document, which may have taken away a text that had the focus. */
  drawn(shadow: ShadowRoot, { groups, gone }: { groups: readonly Group[]; gone: string | null }): void {
    if (gone !== null) this.#store.set({ announced: gone });
    const ids = findDrawn(shadow);
    if (ids.join() !== this.#drawn.join()) void readOwn(this.#asking, ids).catch(() => null);
    this.#drawn = ids;
    this.#focus.drawn(shadow, { state: this.#store.state, groups });
  }

  readonly #actions: Context['actions'] = {
    openForm: (form) => this.#store.set({ form, failure: null }),
    showWaiting: () => void this.#showWaiting(),
    changeView: (view, isNewestFirst) => void this.#changeView({ view, isNewestFirst }, this.#usualStart),
    goTo: ({ number }) => this.#goTo(number),
    viewInThread: ({ number }) => {
      this.#focus.goal = number;
      void this.#changeView({ view: 'THREAD', isNewestFirst: false, linked: number }, () => ({ around: number }));
    },
    loadMore: (side) => void this.#try(async () => await readMore(this.#reading, side)),
    reload: () => void this.#read(this.#usualStart()),
  };

  get #asking() {
    return { store: this.#store, clients: this.#parts.clients };
  }

  get #reading() {
    return { ...this.#asking, post: this.#parts.settings.post };
  }

  readonly #usualStart = (): Start => {
    const { view, isNewestFirst } = this.#store.state;
    if (this.#focus.goal !== null && view !== 'TOP') return { around: this.#focus.goal };
    return view === 'TIME' && isNewestFirst ? 'end' : 'beginning';
  };

  /** Reads a first page, and follows from where it was read. */
  async #read(start: Start): Promise<void> {
    const signal = this.#begin();
    try {
      const post = await readFirst(this.#reading, start);
      if (post !== null && !signal.aborted) await this.#follow(signal);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ColloquyError && error.code === 'BAD_USER_INPUT' && typeof start === 'object') {
        // There is no comment of this number.
        this.#focus.goal = null;
        await this.#read(this.#usualStart());
        return;
      }
      this.#store.set({ phase: 'failed', failure: describeFailure(error, this.#parts.words) });
    }
  }

  #begin(): AbortSignal {
    this.#following.abort();
    this.#following = new AbortController();
    return this.#following.signal;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    this.#visit();
    tell(this.#parts.element, 'colloquy-ready', { count: this.#store.state.discussion?.commentCount ?? 0 });
    void readHeld(this.#asking).catch(() => null);
    await follow({
      ...this.#asking,
      signal,
      onStale: () => void this.#read(this.#usualStart()),
      onResumed: () => void readAgain(this.#asking, this.#drawn).catch(() => null),
    });
  }

  async #changeView(change: Partial<Context['state']>, start: () => Start) {
    this.#store.set({ ...change, form: null });
    await this.#read(start());
  }

  /** Leads to a comment: where it is loaded by showing it, else by reading what is around it. */
  #goTo(number: number): void {
    const { discussion, shownUpTo, view } = this.#store.state;
    if (discussion === null || number > discussion.totalCount) return;
    this.#focus.goal = number;
    this.#store.set({ linked: number, shownUpTo: Math.max(number, shownUpTo) });
    if (discussion.comments.some((comment) => comment.number === number)) return;
    // By score, no page is around a number.
    if (view === 'TOP') this.#actions.viewInThread({ number });
    else void this.#read({ around: number });
  }

  async #showWaiting(): Promise<void> {
    const { discussion, shownUpTo, view } = this.#store.state;
    if (discussion === null) return;
    this.#store.set({ shownUpTo: discussion.totalCount });
    this.#visit();
    const first = discussion.comments.find(({ number }) => number > shownUpTo);
    if (first !== undefined) this.#goTo(first.number);
    else if (view === 'TIME') {
      this.#focus.goal = shownUpTo + 1;
      await this.#read('end');
    }
  }

  #visit(): void {
    this.#parts.memory.keepVisit(this.#store.state.shownUpTo);
  }

  /** The post that is written to; a page that has no discussion yet gets one. */
  async #findPost(): Promise<string> {
    const { discussion } = this.#store.state;
    if (discussion !== null) return discussion.postId;
    const id = await openPage(this.#parts);
    const signal = this.#begin();
    if ((await readFirst(this.#reading, 'beginning')) !== null) void this.#follow(signal);
    return id;
  }

  async #try(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#store.set({ failure: describeFailure(error, this.#parts.words) });
    }
  }
}
