import { RENDERER_VERSION } from '../../text/markdown/render-markdown.ts';
import type { TextKind } from '../../text/markdown/rendering.ts';
import type { RenderedBody } from '../../text/render-body.ts';
import { TextTooComplexError } from '../../text/markdown/require-renderable.ts';
import { ValidationError } from '../errors.ts';
import type { ServiceSession } from '../service-session.ts';

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

interface Body {
  readonly body: string;
}

/** @throws {ValidationError} if the body would show nothing, or cost too much to render. */
export async function renderPost(session: Rendering, { body }: Body): Promise<RenderedPost> {
  const { html, excerpt } = await render(session, { body, of: 'post' });
  return { body, bodyHtml: html, rendererVersion: RENDERER_VERSION, excerpt };
}

/** @throws {ValidationError} if the text would show nothing, or cost too much to render. */
export async function renderComment(session: Rendering, { body }: Body): Promise<RenderedText> {
  const { html } = await render(session, { body, of: 'comment' });
  return { body, bodyHtml: html, rendererVersion: RENDERER_VERSION };
}

type Rendering = Pick<ServiceSession, 'renderer'>;

async function render({ renderer }: Rendering, { body, of }: Body & { of: TextKind }): Promise<RenderedBody> {
  const rendered = await renderer.render(body, of).catch((error: unknown) => {
    if (error instanceof TextTooComplexError) throw invalid(error.message);
    throw error;
  });
  // Only what is shown tells: `&nbsp;`, `#` and `[](https://example.org)` are characters, and show none.
  if (rendered.isBlank) throw invalid('Expected some text; found nothing that would be shown.');
  return rendered;
}

function invalid(message: string): ValidationError {
  return new ValidationError([{ path: ['body'], message }]);
}
