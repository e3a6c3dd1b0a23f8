import { excerptOf } from './excerpt.ts';
import { renderMarkdown } from './markdown/render-markdown.ts';
import type { Rendering, TextKind } from './markdown/rendering.ts';
import { TextTooComplexError } from './markdown/require-renderable.ts';

/** Everything that is stored of a body beside the body itself. */
export interface RenderedBody extends Rendering {
  /** Empty for a comment, which has none. */
  readonly excerpt: string;
}

/** What comes of a body: it crosses from thread to thread, which an error of ours cannot as what it is. */
export type BodyOutcome = { readonly rendered: RenderedBody } | { readonly tooComplex: string };

export function renderBody(markdown: string, kind: TextKind): BodyOutcome {
  try {
    const excerpt = kind === 'post' ? excerptOf(markdown) : '';
    return { rendered: { ...renderMarkdown(markdown, kind), excerpt } };
  } catch (error) {
    if (error instanceof TextTooComplexError) return { tooComplex: error.message };
    throw error;
  }
}
