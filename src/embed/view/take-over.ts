/**
 * Draws for the first time, in place of what stands in the element. Whatever of it is being read stays where it is on the screen, and what
 * has the focus there hands it on.
 */
export function takeOver({ element, shadow }: { element: HTMLElement; shadow: ShadowRoot }, draw: () => void): void {
  const { top, bottom } = element.getBoundingClientRect();
  const read = top < 0 ? findRead(element) : null;
  const before = read?.getBoundingClientRect().top ?? 0;
  const focused = element.contains(document.activeElement) ? document.activeElement : null;

  // What follows the element on the screen follows it there also where it has become lower.
  if (bottom < innerHeight && element.childElementCount > 0) element.style.minHeight = `${bottom - top}px`;
  shadow.replaceChildren();
  draw();

  const after = read === null ? null : shadow.getElementById(read.id);
  if (after !== null) scrollBy({ top: after.getBoundingClientRect().top - before, behavior: 'instant' });
  if (focused === null) return;
  const comment = focused.closest(COMMENT);
  const heir = comment === null ? null : shadow.getElementById(comment.id);
  (heir ?? shadow.querySelector<HTMLElement>('[aria-pressed="true"]'))?.focus({ preventScroll: true });
}

const COMMENT = '[id^="comment-"]';

/** The first comment that begins on the screen, or else the one that fills it. */
function findRead(element: HTMLElement): HTMLElement | null {
  const below = [...element.querySelectorAll<HTMLElement>(COMMENT)].filter(
    (comment) => comment.getBoundingClientRect().bottom > 0,
  );
  return below.slice(0, 2).find((comment) => comment.getBoundingClientRect().top >= 0) ?? below[0] ?? null;
}
