import type { DiscussionComment } from '../../sdk/index.ts';
import type { Words } from '../texts/words.ts';
import type { Clients } from './clients.ts';
import type { Memory } from './memory.ts';
import type { Store } from './state.ts';

/** What writing needs. */
export interface Writing {
  readonly store: Store;
  readonly clients: Clients;
  readonly memory: Memory;
  readonly words: Words;
  /** The discussion of the page; it is opened where there is none yet. */
  readonly findPost: () => Promise<string>;
  /** Something takes an account, and the viewer has none. */
  readonly askForToken: () => void;
  /** The viewer has written something for the first time, or something is held. */
  readonly onOwn: () => void;
}

/** A comment as the form has it. */
export interface NewComment {
  readonly body: string;
  readonly guestName: string;
  readonly honeypot: string;
  readonly parent: DiscussionComment | null;
}
