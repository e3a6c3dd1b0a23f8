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
 * @param hasPosts whether the service has a list of posts to lead to.
 */
export function createNotFoundPage({
  basePath,
  hasPosts,
}: {
  basePath: () => string;
  hasPosts: boolean;
}): AnswerNotFound {
  return (request, reason = 'There is nothing here.') => {
    const init = { status: 404, headers: { 'cache-control': 'no-cache', vary: 'accept' } };
    if (request.headers.get('accept')?.includes('text/html') !== true) return textResponse(`${reason}\n`, init);

    const home = `${basePath()}/`;
    const posts = hasPosts ? `${basePath()}/posts` : null;
    const page = DOCUMENT.write({
      title: reason,
      body: markup`${writeMasthead({ home, posts })}
<main class="missing">
<h1>${reason}</h1>
<p>The address may be mistyped, or what stood here was taken back. ${
        posts === null
          ? markup`<a href="${home}">Go to the start page.</a>`
          : markup`<a href="${posts}">See all posts.</a>`
      }</p>
</main>`,
    });
    return new Response(request.method === 'HEAD' ? null : page, {
      ...init,
      headers: { ...DOCUMENT.headers, ...init.headers },
    });
  };
}
