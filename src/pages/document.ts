import { createHash } from 'node:crypto';
import { markup, safeHtml } from '../text/markup.ts';
import type { Markup } from '../text/markup.ts';
import { ICON_ADDRESS } from './assets/icon.ts';
import { PAGE_STYLE } from './page-style.ts';

/** What one document has of its own. */
interface DocumentContent {
  readonly title: string;
  /** Elements of the head, beside those that every document has. */
  readonly head?: Markup;
  /** Its `<main>` has the id `main`. */
  readonly body: Markup;
}

/** Documents of one kind: their style is the same, and their policy names it by hash. */
interface DocumentKind {
  /** The headers of documents that no page may show in a frame. */
  readonly headers: Readonly<Record<string, string>>;
  /** The headers of documents that the pages of some sites may show in a frame. */
  headersFor(sites: readonly string[]): Readonly<Record<string, string>>;
  write(content: DocumentContent): string;
}

interface DocumentOptions {
  readonly style: string;
  /** Whether the documents load scripts of the service, and the origins that these may call beside it. */
  readonly loads?: { readonly calls: readonly string[] };
  /** Whether the documents show pictures from elsewhere. */
  readonly hasPictures?: boolean;
}

export function createDocumentKind(options: DocumentOptions): DocumentKind {
  const { style: own, loads, hasPictures = false } = options;
  const style = `${PAGE_STYLE}${own}`;
  const headersFor = (sites: readonly string[]) => ({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': [
      "default-src 'none'",
      ...(loads === undefined ? [] : ["script-src 'self'", `connect-src ${["'self'", ...loads.calls].join(' ')}`]),
      `style-src ${hashOf(style)}`,
      // The pictures of an article stand where its author put them.
      hasPictures ? 'img-src http: https: data:' : 'img-src data:',
      `frame-ancestors ${writeSources(sites)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
  });
  return {
    headers: headersFor([]),
    headersFor,
    write: ({ title, head, body }) =>
      markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${ICON_ADDRESS}">
${head ?? null}
<style>${safeHtml(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${body}
</body>
</html>
`.html,
  };
}

interface Masthead {
  /** Leads from the page to the landing page, with a slash at its end. */
  readonly root: string;
  /** Whether posts, tags and authors are pages of the service. */
  readonly hasPages: boolean;
  /** The list that the page is. */
  readonly here?: 'posts' | 'tags';
}

/** The line over every page below the landing page. */
export function writeMasthead({ root, hasPages, here }: Masthead): Markup {
  const link = (list: 'posts' | 'tags', name: string) =>
    markup` <a href="${root}${list}"${here === list ? markup` aria-current="page"` : null}>${name}</a>`;
  const lists = hasPages ? markup`<span>${link('posts', 'All posts')}${link('tags', 'Tags')}</span>` : null;
  return markup`<header class="masthead"><nav aria-label="Site"><a href="${root}">Colloquy</a>${lists}</nav></header>`;
}

/** A policy cannot name an address of IPv6; browsers complain about it. */
function writeSources(sites: readonly string[]): string {
  const named = sites.filter((site) => !site.includes('['));
  return named.length === 0 ? "'none'" : named.join(' ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
