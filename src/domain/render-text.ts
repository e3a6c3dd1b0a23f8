import { excerptOf } from '../text/excerpt.ts';
import { renderMarkdown, RENDERER_VERSION } from '../text/render-markdown.ts';
import { TextTooComplexError } from '../text/require-renderable.ts';
import { ValidationError } from './errors.ts';

/** The columns that hold a body and its HTML. */
interface RenderedText {
  readonly body: string;
  readonly bodyHtml: string;
  readonly rendererVersion: number;
}

/** What is stored of a post's body. */
export interface RenderedPost extends RenderedText {
  readonly excerpt: string;
}

/** @throws {ValidationError} if the body would cost too much to render. */
export function renderPost(body: string): RenderedPost {
  return { ...renderText(body, { of: 'post' }), excerpt: excerptOf(body) };
}

/** @throws {ValidationError} if the text would cost too much to render. */
export function renderText(body: string, { of }: { of: 'comment' | 'post' }): RenderedText {
  try {
    return { body, bodyHtml: renderMarkdown(body, of), rendererVersion: RENDERER_VERSION };
  } catch (error) {
    if (!(error instanceof TextTooComplexError)) throw error;
    throw new ValidationError([{ path: ['body'], message: error.message }]);
  }
}
