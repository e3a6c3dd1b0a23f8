// The page that a discussion stands on.
import type { Words } from '../texts/words.ts';
import type { Clients } from './clients.ts';
import type { Memory } from './memory.ts';
import { readLinked, type Settings } from './settings.ts';
import type { Store } from './state.ts';

const MINUTE = 60_000; // milliseconds

/** What a discussion is made of. */
export interface Parts {
  readonly settings: Settings;
  readonly words: Words;
  readonly memory: Memory;
  readonly clients: Clients;
  readonly element: HTMLElement;
  readonly onChange: () => void;
}

interface Following {
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly goTo: (number: number) => void;
}

/** Goes with the time, and to the comment that the address of the page names, until the signal is aborted. */
export function followPage({ store, signal, goTo }: Following): void {
  const clock = setInterval(() => store.set({ now: Date.now() }), MINUTE);
  const onHash = (): void => {
    const number = readLinked(location.hash);
    if (number !== null) goTo(number);
  };
  addEventListener('hashchange', onHash, { signal });
  signal.addEventListener('abort', () => clearInterval(clock));
}
