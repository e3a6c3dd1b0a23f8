import { KeptAnswer } from '../domain/kept-answers.ts';
import { isNotModified } from './conditional.ts';

/** Answers with a page, compressed for whoever takes gzip, and not at all for whoever has it already. */
export async function answerPage(
  request: Request,
  page: { readonly made: KeptAnswer; readonly headers: Readonly<Record<string, string>> },
): Promise<Response> {
  const { body, etag: strong } = page.made;
  // Weak: the same page compressed is other bytes.
  const etag = `W/${strong}`;
  const headers = { vary: 'accept-encoding', 'cache-control': 'no-cache', ...page.headers, etag };
  if (isNotModified(request, etag)) return new Response(null, { status: 304, headers });

  const isZipped = takesGzip(request);
  const bytes = isZipped ? await page.made.zip() : body;
  return new Response(request.method === 'HEAD' ? null : bytes, {
    headers: { ...headers, 'content-length': String(bytes.length), ...(isZipped && { 'content-encoding': 'gzip' }) },
  });
}

/** As {@link answerPage}, for a page that nobody keeps. */
export async function answerText(
  request: Request,
  page: { readonly text: string; readonly headers: Readonly<Record<string, string>> },
): Promise<Response> {
  return await answerPage(request, { made: new KeptAnswer(page.text), headers: page.headers });
}

function takesGzip({ headers }: Request): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(headers.get('accept-encoding') ?? '');
}
