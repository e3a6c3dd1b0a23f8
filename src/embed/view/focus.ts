import type { Chunk, Group } from '../model/shown.ts';
import type { State } from '../model/state.ts';

interface Drawn {
  readonly state: State;
  readonly groups: readonly Group[];
}

/** Where the focus goes when what is shown has changed by the reader's own doing; a live change never moves it. */
export class Focus {
  /** The number of the comment that is to be led to, once it is in the document; null where none is. */
  goal: number | null = null;
  #form: State['form'] = null;

  drawn(shadow: ShadowRoot, drawn: Drawn): void {
    this.#followForm(shadow, drawn);
    this.#lead(shadow, drawn);
  }

  /** A form that has just been opened has the focus; where it was closed, the comment that it belonged to. */
  #followForm(shadow: ShadowRoot, { state: { form, discussion } }: Drawn): void {
    const before = this.#form;
    if (form === before) return;
    this.#form = form;
    if (form !== null) {
      shadow.querySelector<HTMLElement>('.comment textarea, .comment input')?.focus();
      return;
    }
    const number = discussion?.comments.find(({ id }) => id === before?.commentId)?.number;
    if (number !== undefined) shadow.getElementById(`comment-${number}`)?.focus({ preventScroll: true });
  }

  /** One that is far away is drawn when its piece of the list comes near. */
  #lead(shadow: ShadowRoot, { groups }: Drawn): void {
    if (this.goal === null) return;
    const goal = shadow.getElementById(`comment-${this.goal}`);
    if (goal !== null) {
      this.goal = null;
      if (!isInView(goal)) goal.scrollIntoView({ block: 'center' });
      goal.focus({ preventScroll: true });
      return;
    }
    const group = groups.find(({ chunks }) => chunks.some((chunk) => this.#hasGoal(chunk)));
    const chunk = group?.chunks.find((one) => this.#hasGoal(one));
    const place = shadow.getElementById(chunk?.key ?? '') ?? shadow.getElementById(group?.key ?? '');
    place?.scrollIntoView({ block: 'center' });
  }

  #hasGoal({ comments }: Chunk): boolean {
    return comments.some(({ number }) => number === this.goal);
  }
}

/**
 * Draws, and keeps the focus on the comment that has it where what it was on has gone with the comment's text.
 *
 * @returns what is said in place of that comment; null where it is still shown.
 */
export function keepFocus(shadow: ShadowRoot, draw: () => void): string | null {
  const id = shadow.activeElement?.closest('.comment:not(:has(.gone))')?.id;
  draw();
  const comment = id === undefined ? null : shadow.getElementById(id);
  const gone = comment?.querySelector('.gone')?.textContent ?? null;
  if (gone !== null && shadow.activeElement === null) comment?.focus({ preventScroll: true });
  return gone?.replaceAll(/\s+/g, ' ').trim() ?? null;
}

function isInView(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && (bottom <= innerHeight || top < innerHeight / 2);
}

/** The ids of those comments that are in the document. */
export function findDrawn(shadow: ShadowRoot): readonly string[] {
  const articles = [...shadow.querySelectorAll<HTMLElement>('article.comment')];
  return articles.flatMap(({ dataset }) => dataset['id'] ?? []);
}
