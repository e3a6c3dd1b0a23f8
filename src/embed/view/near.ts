const MOST_IN_FRAME = 1; // pieces
const USUAL = 900; // pixels, until a piece is drawn

interface Watch {
  /** Whether what is read stands there before the first drawing: that draws all of it, so that nothing moves. */
  readonly isTakingOver: boolean;
  /** Pieces came near the screen, or went away from it. */
  onMove(): void;
  /** The end of what is loaded came near. */
  onEnd(): void;
}

/**
 * Which pieces of the list are near the screen, and how high those are that are not in the document. Each is drawn once, so that
 * its height is known, and again whenever it comes near; many of them over several frames, so that keys are answered in between.
 */
export class Near {
  readonly #near = new Set<string>();
  /** The pieces that stand in the document. Those that have left it have a height. */
  readonly #standing = new Set<string>();
  #newInFrame = 0;
  #mostInFrame: number;
  #isWaiting = false;
  #moves = 0;
  readonly #heights = new Map<string, number>();
  readonly #observer: IntersectionObserver;
  readonly #on: Watch;

  constructor(on: Watch) {
    this.#on = on;
    this.#mostInFrame = on.isTakingOver ? Infinity : MOST_IN_FRAME;
    this.#observer = new IntersectionObserver((entries) => this.#move(entries), { rootMargin: '1200px 0px' });
  }

  /** Changes with what is near. */
  get moves(): number {
    return this.#moves;
  }

  isNear(key: string): boolean {
    const isWanted = this.#near.has(key) || !this.#heights.has(key);
    if (!isWanted || this.#standing.has(key)) return isWanted;
    this.#isWaiting ||= this.#newInFrame >= this.#mostInFrame;
    if (this.#newInFrame >= this.#mostInFrame) return false;
    this.#newInFrame += 1;
    this.#standing.add(key);
    return true;
  }

  heightOf(key: string): number {
    return this.#heights.get(key) ?? USUAL;
  }

  /** Follows what has been drawn: the pieces, and the button at their end. What is followed already goes on being so. */
  watch(shadow: ShadowRoot): void {
    for (const element of shadow.querySelectorAll<HTMLElement>('.chunk, .more.below')) {
      const { key } = element.dataset;
      if (key === undefined || this.#standing.has(key) || this.#heights.has(key)) this.#observer.observe(element);
    }
    this.#newInFrame = 0;
    this.#mostInFrame = MOST_IN_FRAME;
    if (this.#isWaiting) this.#tell();
    this.#isWaiting = false;
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
        this.#standing.delete(key);
        this.#heights.set(key, boundingClientRect.height);
      }
    }
    this.#tell();
  }

  #tell(): void {
    this.#moves += 1;
    this.#on.onMove();
  }
}

/** What is being typed stays in the document. */
function holdsFocus(element: Element): boolean {
  const root = element.getRootNode();
  const active = root instanceof ShadowRoot ? root.activeElement : null;
  return element.contains(active) || element.querySelector('form') !== null;
}
