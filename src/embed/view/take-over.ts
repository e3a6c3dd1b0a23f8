interface Place {
  readonly element: HTMLElement;
  readonly shadow: ShadowRoot;
}

/**
 * Draws for the first time, in place of what stands in the element. Whatever of it is being read stays where it is on the screen, and what
 * has the focus there hands it on.
 */
export function takeOver(place: Place, draw: () => void): void {
  const { element, shadow } = place;
  const { top, bottom } = element.getBoundingClientRect();
  const focused = element.contains(document.activeElement) ? document.activeElement : null;

  // What follows the element on the screen follows it there also where it has become lower.
  if (bottom < innerHeight && element.childElementCount > 0) element.style.minHeight = `${bottom - top}px`;
  keepPlace(place, findRead(element), () => {
    shadow.replaceChildren();
    draw();
  });

  if (focused === null) return;
  const comment = focused.closest(COMMENT);
  const heir = comment === null ? null : shadow.getElementById(comment.id);
  (heir ?? shadow.querySelector<HTMLElement>('[aria-pressed="true"]'))?.focus({ preventScroll: true });
}

/** Draws, and what has the focus, or else is being read, stays where it is on the screen also where something is drawn above it. */
export function drawAbove(place: Place, draw: () => void): void {
  keepPlace(place, place.shadow.activeElement ?? findRead(place.shadow), draw);
}

/** Nothing is kept where the discussion begins on the screen: what is being read may stand above it. */
function keepPlace({ element, shadow }: Place, read: Element | null, draw: () => void): void {
  const isInside = element.getBoundingClientRect().top < 0;
  const before = read?.getBoundingClientRect().top ?? 0;
  draw();
  const after = read === null || shadow.contains(read) ? read : shadow.getElementById(read.id);
  const moved = isInside && after !== null ? after.getBoundingClientRect().top - before : 0;
  // Even no distance would end a scroll that is going on.
  if (moved !== 0) scrollBy({ top: moved, behavior: 'instant' });
}

const COMMENT = '[id^="comment-"]';

/** The first comment that begins on the screen, or else the one that fills it. */
function findRead(root: ParentNode): Element | null {
  const below = [...root.querySelectorAll(COMMENT)].filter((comment) => comment.getBoundingClientRect().bottom > 0);
  return below.slice(0, 2).find((comment) => comment.getBoundingClientRect().top >= 0) ?? below[0] ?? null;
}
