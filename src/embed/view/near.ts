interface Watch {
  /** Pieces came near the screen, or went away from it. */
  onMove(): void;
  /** The end of what is loaded came near. */
  onEnd(): void;
}

/** Which pieces of the list are near the screen, and how high those are that are not in the document. */
export class Near {
  readonly #near = new Set<string>();
  readonly #heights = new Map<string, number>();
  readonly #observer: IntersectionObserver;
  readonly #on: Watch;

  constructor(on: Watch) {
    this.#on = on;
    this.#observer = new IntersectionObserver((entries) => this.#move(entries), { rootMargin: '1200px 0px' });
  }

  /** A piece that was never seen is taken to be near: its height is known only when it is drawn. */
  isNear(key: string): boolean {
    return this.#near.has(key) || !this.#heights.has(key);
  }

  heightOf(key: string): number {
    return this.#heights.get(key) ?? 0;
  }

  /** Follows what has been drawn: the pieces, and the button at their end. What is followed already goes on being so. */
  watch(shadow: ShadowRoot): void {
    for (const element of shadow.querySelectorAll('.chunk, .more.below')) this.#observer.observe(element);
  }

  end(): void {
    this.#observer.disconnect();
  }

  #move(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const key = target instanceof HTMLElement ? target.dataset['key'] : undefined;
      if (key === undefined) {
        if (isIntersecting) this.#on.onEnd();
      } else if (isIntersecting) this.#near.add(key);
      else if (!holdsFocus(target)) {
        this.#near.delete(key);
        this.#heights.set(key, boundingClientRect.height);
      }
    }
    this.#on.onMove();
  }
}

/** What is being typed stays in the document. */
function holdsFocus(element: Element): boolean {
  const root = element.getRootNode();
  const active = root instanceof ShadowRoot ? root.activeElement : null;
  return element.contains(active) || element.querySelector('form') !== null;
}
