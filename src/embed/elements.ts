// What pages that are written in TypeScript know of the elements. Imports nothing: the package has it as its declarations.

/** An account's token, without the word “Bearer”, or a function that gives one; null and undefined are a guest. */
export type Token = string | null | undefined | (() => string | null | undefined | Promise<string | null | undefined>);

/** The events of `<colloquy-discussion>`. They bubble. */
export interface ColloquyDiscussionEventMap extends HTMLElementEventMap {
  /** The discussion is shown. `count` is the number of its published comments. */
  'colloquy-ready': CustomEvent<{ readonly count: number }>;
  /** A guest tried what only accounts may do: sign the reader in, and set `token`. */
  'colloquy-token-needed': CustomEvent<object>;
}

/** `<colloquy-discussion>`: the discussion of the page that it stands on, or of the post that its attributes name. */
export interface ColloquyDiscussionElement extends HTMLElement {
  /** The account's token, or a function that gives it, called before each request. Without one the reader is a guest. */
  token: Token;
  addEventListener<Type extends keyof ColloquyDiscussionEventMap>(
    type: Type,
    listener: (this: ColloquyDiscussionElement, event: ColloquyDiscussionEventMap[Type]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof ColloquyDiscussionEventMap>(
    type: Type,
    listener: (this: ColloquyDiscussionElement, event: ColloquyDiscussionEventMap[Type]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'colloquy-discussion': ColloquyDiscussionElement;
    'colloquy-count': HTMLElement;
  }
}
