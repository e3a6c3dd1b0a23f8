import type { DiscussionComment } from '../../sdk/index.ts';
import type { Memory } from '../model/memory.ts';
import type { OpenForm, State } from '../model/state.ts';
import type { Writer } from '../model/writing.ts';
import type { Words } from '../texts/words.ts';

/** What every part of the view is drawn from, and what it can ask for. */
export interface Context {
  readonly state: State;
  readonly words: Words;
  readonly memory: Memory;
  readonly writer: Writer;
  readonly isGuest: boolean;
  /** The service, with a slash at its end. */
  readonly service: URL;
  /** What the addresses of authors' pages begin with; null where they have none. */
  readonly authors: string | null;
  readonly actions: Actions;
}

/** What the reader can do that changes what is shown, and nothing at the service. */
interface Actions {
  openForm(form: OpenForm | null): void;
  showWaiting(): void;
  changeView(view: State['view'], isNewestFirst: boolean): void;
  /** Leads to a comment by its number, and loads what is around it where it is not loaded. */
  goTo(comment: Pick<DiscussionComment, 'number'>): void;
  viewInThread(comment: Pick<DiscussionComment, 'number'>): void;
  loadMore(side: 'above' | 'below'): void;
  reload(): void;
}
