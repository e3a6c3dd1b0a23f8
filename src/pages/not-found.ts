import { markup } from '../text/markup.ts';
import { createDocumentKind, writeMasthead } from './document.ts';
import { textResponse } from './route.ts';

const DOCUMENT = createDocumentKind({
  style: `
.missing { padding-block: 4rem 6rem }
.missing p { margin-top: 1.5rem }
`,
});

/** Answers a request with 404 and a reason. */
export type AnswerNotFound = (request: Request, reason?: string) => Response;

/**
 * Says that something is not there: to a browser on a page that leads back, to everything else in a line of text.
 *
 * @param hasPages whether the service has lists of posts and tags to lead to.
 */
export function createNotFoundPage({
  basePath,
  hasPages,
}: {
  basePath: () => string;
  hasPages: boolean;
}): AnswerNotFound {
  return (request, reason = 'There is nothing here.') => {
    const init = { status: 404, headers: { 'cache-control': 'no-cache', vary: 'accept' } };
    if (request.headers.get('accept')?.includes('text/html') !== true) return textResponse(`${reason}\n`, init);

    const root = `${basePath()}/`;
    const page = DOCUMENT.write({
      title: reason,
      body: markup`${writeMasthead({ root, hasPages })}
<main id="main" class="missing">
<h1>${reason}</h1>
<p>The address may be mistyped, or what stood here was taken back. ${
        hasPages
          ? markup`<a href="${root}posts">See all posts.</a>`
          : markup`<a href="${root}">Go to the start page.</a>`
      }</p>
</main>`,
    });
    return new Response(request.method === 'HEAD' ? null : page, {
      ...init,
      headers: { ...DOCUMENT.headers, ...init.headers },
    });
  };
}
