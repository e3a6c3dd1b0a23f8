import type { ColloquyDiscussionEventMap as Events } from './elements.ts';

/** Tells the page that an element stands on what happened in it. */
export function tell<Type extends `colloquy-${string}` & keyof Events>(
  element: HTMLElement,
  type: Type,
  detail: Events[Type]['detail'],
): void {
  element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}
