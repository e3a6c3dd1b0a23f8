import { BATCH, FRESH_FOR } from '../feeds/feed.ts';
import type { LiveEvent } from '../feeds/feed.ts';
import type { LiveCounts, Rendered, Rendering } from './recipient.ts';

interface Kept {
  readonly rendered: Promise<Rendered | null>;
  readonly until: number;
}

/** The results of the events of late: one execution an event, also for those who come to it within the next second. */
export class SharedResults {
  readonly #rendering: Rendering;
  readonly #counts: LiveCounts;
  readonly #kept = new Map<string | number, Kept>();

  constructor({ rendering, counts }: { rendering: Rendering; counts: LiveCounts }) {
    this.#rendering = rendering;
    this.#counts = counts;
  }

  /** The result for everybody; null where it depends on who asks. */
  of(event: LiveEvent): Promise<Rendered | null> {
    const key = event.key ?? event.position;
    const now = Date.now();
    const known = this.#kept.get(key);
    if (known !== undefined && known.until > now) return known.rendered;

    this.#counts.executions += 1;
    const rendered = this.#rendering.render(event);
    this.#kept.set(key, { rendered, until: now + FRESH_FOR });
    rendered.catch(() => this.#kept.delete(key));
    if (this.#kept.size > BATCH) this.#forgetOldest();
    return rendered;
  }

  #forgetOldest(): void {
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}
