/** A comment has neither pictures nor footnotes: the ids of footnotes would collide on a page of many comments. */
export type TextKind = 'comment' | 'post';

/** A text as it is shown. */
export interface Rendering {
  /** Sanitised HTML. */
  readonly html: string;
  /** Whether the HTML shows nothing. */
  readonly isBlank: boolean;
}
