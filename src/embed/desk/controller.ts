import { ColloquyError, createBareClient, ViewerDocument, type BareClient } from '../../sdk/index.ts';
import type { Keeper } from '../model/keeper.ts';
import { Store } from '../model/state.ts';
import { describeFailure } from '../model/describe-failure.ts';
import { Moderator } from './model/acting.ts';
import { runCommand } from './model/command-runner.ts';
import type { Command } from './model/commands.ts';
import { emptyDesk, findItems, itemsOf, type DeskState, type SearchFilter } from './model/desk-state.ts';
import { findItem, readAudit, readOpened, search } from './model/finding.ts';
import { SignInError } from './model/provider.ts';
import type { Item } from './model/queue.ts';
import { keepReasons, readReasons, rememberReason } from './model/reasons.ts';
import { select } from './model/selection.ts';
import type { Session } from './model/session.ts';
import { Watch } from './model/watching.ts';
import type { DeskWords } from './texts/desk-words.ts';
import type { DeskContext } from './view/desk-context.ts';

interface Parts {
  readonly service: URL;
  readonly words: DeskWords;
  readonly session: Session;
  /** What outlasts the tab: the reasons that were given last. */
  readonly keeper: Keeper;
  readonly onChange: () => void;
}

/** The desk from the moment that it is opened until the page is left. */
export class Desk {
  readonly #parts: Parts;
  readonly #client: BareClient;
  readonly #store: Store<DeskState>;
  readonly #watch: Watch;
  readonly #moderator: Moderator;

  constructor(parts: Parts) {
    const { service, words, session, keeper, onChange } = parts;
    this.#parts = parts;
    this.#client = createBareClient({
      ...{ url: new URL('graphql', service), documentIds: true, token: session.readToken },
    });
    this.#store = new Store(emptyDesk(readReasons(keeper)), onChange);
    const asking = { store: this.#store, client: this.#client, words, onFailure: this.#fail };
    this.#watch = new Watch(asking);
    this.#moderator = new Moderator({ ...asking, onSelect: () => this.#open() });
  }

  get context(): DeskContext {
    const { words, session } = this.#parts;
    return { state: this.#store.state, words, actions: this.#actions, hasProvider: session.signIn !== null };
  }

  /** Opens the desk for whoever is signed in. */
  async start(): Promise<void> {
    setInterval(() => this.#store.set({ now: Date.now() }), 60_000); // every minute
    await this.#parts.session.finish().then(
      () => this.#enter(),
      (error: unknown) => this.#failSignIn(error),
    );
  }

  run(command: Command): void {
    runCommand(command, { store: this.#store, moderator: this.#moderator, actions: this.#actions });
  }

  readonly #actions: DeskContext['actions'] = {
    run: (command) => this.run(command),
    signIn: () => void this.#parts.session.begin().catch((error: unknown) => this.#failSignIn(error)),
    useToken: (token) => {
      this.#parts.session.usePasted(token);
      void this.#enter();
    },
    signOut: () => this.#leave(null),
    changeTab: (tab) => this.#changeTab(tab),
    changeKind: (kind) => {
      this.#store.set({ marked: new Set(), failures: new Map() });
      void this.#watch.begin(kind);
    },
    select: (id, isOver) => {
      this.#store.set({ selection: select(itemsOf(this.#store.state), id), isOver, form: null, failure: null });
      this.#open();
    },
    mark: (marked) => this.#store.set({ marked }),
    open: (id) => void this.#try(async () => await this.#openById(id)),
    search: (filter) => this.#search(filter),
    loadMore: () => void this.#loadMore(),
    giveReason: (given) => void this.#giveReason(given),
    reload: () => void this.#watch.begin(this.#store.state.queue.kind),
  };

  async #enter(): Promise<void> {
    const { session, words } = this.#parts;
    if (!session.isKnown) {
      this.#store.set({ phase: 'signed-out' });
      return;
    }
    try {
      const { viewer } = await this.#client.request(ViewerDocument, {});
      if (viewer === null) {
        this.#leave(words.say('tokenRefused'));
        return;
      }
      const isModerator = viewer.role === 'MODERATOR' || viewer.role === 'ADMIN';
      this.#store.set({ phase: isModerator ? 'ready' : 'no-moderator', viewer, failure: null });
      if (isModerator) await this.#watch.begin(null);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Forgets the token, and everything that was read with it. */
  #leave(failure: string | null): void {
    this.#watch.end();
    this.#client.close();
    this.#parts.session.forget();
    this.#store.set({ ...emptyDesk(this.#store.state.reasons), phase: 'signed-out', failure });
  }

  #failSignIn(error: unknown): void {
    if (!(error instanceof SignInError || error instanceof TypeError)) throw error;
    this.#leave(this.#parts.words.say('signInFailed', { reason: error.message }));
  }

  readonly #fail = (error: unknown): void => {
    const { words } = this.#parts;
    const isRefused = error instanceof ColloquyError && error.code === 'UNAUTHENTICATED';
    if (isRefused) this.#leave(words.say('tokenRefused'));
    else {
      // Before it is known whose token it is there is nothing else to be shown.
      const isUnknown = this.#store.state.viewer === null;
      this.#store.set({ failure: describeFailure(error, words), ...(isUnknown && { phase: 'signed-out' }) });
    }
  };

  /** Shows what is selected, with everything around it. */
  #open(): void {
    const { selection, isOver } = this.#store.state;
    const item = itemsOf(this.#store.state).find(({ id }) => id === selection.id);
    if (item === undefined) this.#store.set({ opened: null, isOver: false });
    else this.#show(item, isOver);
  }

  #show(item: Item, isOver: boolean): void {
    this.#store.set({ opened: { item, left: null, details: null, history: null }, isOver });
    void this.#try(async () => await readOpened(this.#asking, item));
  }

  async #openById(id: string): Promise<void> {
    const item = await findItem(this.#client, id);
    if (item !== null) this.#show(item, true);
  }

  #changeTab(tab: DeskState['tab']): void {
    this.#store.set({ tab, marked: new Set(), failures: new Map(), form: null, isOver: false, opened: null });
    this.#store.set({ selection: { id: null, place: 0 } });
    if (tab === 'audit') void this.#try(async () => await readAudit(this.#asking));
    if (tab === 'search') void this.#try(async () => await search(this.#asking));
  }

  #search(filter: SearchFilter): void {
    this.#store.set({ filter });
    this.#changeTab('search');
  }

  async #loadMore(): Promise<void> {
    const { tab, found, audit, isReading } = this.#store.state;
    if (tab === 'queue') {
      await this.#watch.readMore();
      return;
    }
    if (isReading || (tab === 'search' ? found : audit).after === null) return;
    this.#store.set({ isReading: true });
    await this.#try(async () => await (tab === 'search' ? search : readAudit)(this.#asking, true));
    this.#store.set({ isReading: false });
  }

  async #giveReason({ reason, days }: { readonly reason: string; readonly days: number | null }): Promise<void> {
    const { form } = this.#store.state;
    if (form === null) return;
    const reasons = rememberReason(this.#store.state.reasons, reason);
    this.#store.set({ reasons });
    keepReasons(this.#parts.keeper, reasons);
    const items = findItems(this.#store.state, form.ids);
    if (form.kind === 'HIDE') await this.#moderator.moderate(items, 'HIDE', reason);
    else if (form.kind === 'MUTE') await this.#moderator.mute(items, { reason, days });
    else await this.#moderator.decide(items, false, reason === '' ? undefined : reason);
  }

  get #asking() {
    return { store: this.#store, client: this.#client };
  }

  async #try(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#fail(error);
    }
  }
}
