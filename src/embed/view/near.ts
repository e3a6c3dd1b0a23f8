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
 * Which pieces of the list are near the screen, and how high those are that are not in the document. A piece is drawn when it comes near,
 * and many of them over several frames, so that keys are answered in between.
 */
export class Near {
  readonly #near = new Set<string>();
  /** The pieces that stand in the document. Those that have left it have a height. */
  readonly #standing = new Set<string>();
  /** Whether it is known what is near: until then the list is drawn from its beginning. */
  #isKnown = false;
  #newInFrame = 0;
  #mostInFrame: number;
  #isWaiting = false;
  #moves = 0;
  readonly #heights = new Map<string, number>();
  readonly #observer: IntersectionObserver;
  readonly #shadow: ShadowRoot;
  readonly #on: Watch;

  constructor(shadow: ShadowRoot, on: Watch) {
    this.#shadow = shadow;
    this.#on = on;
    this.#mostInFrame = on.isTakingOver ? Infinity : MOST_IN_FRAME;
    this.#observer = new IntersectionObserver((entries) => this.#move(entries), { rootMargin: '1200px 0px' });
  }

  /** Changes with what is near. */
  get moves(): number {
    return this.#moves;
  }

  /** The list has become another one. */
  restart(): void {
    this.#isKnown = false;
  }

  /** Of a group of pieces, which costs nothing but its place. */
  isGroupNear(key: string): boolean {
    return this.#near.has(key) || !this.#isKnown;
  }

  isNear(key: string): boolean {
    const isWanted = this.isGroupNear(key);
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
  watch(): void {
    for (const element of this.#shadow.querySelectorAll('.group, .chunk, .more.below')) this.#observer.observe(element);
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
      const key = target.id;
      if (key === '') {
        if (isIntersecting) this.#on.onEnd();
      } else if (isIntersecting) this.#near.add(key);
      else if (!this.#isInUse(target)) {
        this.#near.delete(key);
        // One that has left with its group has no height any more.
        if (this.#standing.delete(key) && target.isConnected) this.#heights.set(key, boundingClientRect.height);
      }
    }
    this.#isKnown = true;
    this.#tell();
  }

  #tell(): void {
    this.#moves += 1;
    this.#on.onMove();
  }

  /** What is being typed stays in the document. */
  #isInUse(element: Element): boolean {
    return element.contains(this.#shadow.activeElement) || element.querySelector('form') !== null;
  }
}
