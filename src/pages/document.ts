import { createHash } from 'node:crypto';
import { markup, safeHtml } from '../text/markup.ts';
import type { Markup } from '../text/markup.ts';
import { PAGE_STYLE } from './page-style.ts';

/** What one document has of its own. */
interface DocumentContent {
  readonly title: string;
  /** Elements of the head, beside those that every document has. */
  readonly head?: Markup;
  readonly body: Markup;
}

/** Documents of one kind: their style and their script are the same, and their policy names both by hash. */
interface DocumentKind {
  readonly headers: Readonly<Record<string, string>>;
  write(content: DocumentContent): string;
}

interface DocumentOptions {
  readonly style: string;
  readonly script?: string;
  /** Whether the documents load scripts of the service, and the origins that these may call beside it. */
  readonly loads?: { readonly calls: readonly string[] };
  /** Whether the documents show pictures from elsewhere. */
  readonly hasPictures?: boolean;
}

export function createDocumentKind(options: DocumentOptions): DocumentKind {
  const { style: own, script = '', loads, hasPictures = false } = options;
  const style = `${PAGE_STYLE}${own}`;
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': [
        "default-src 'none'",
        ...(script === '' ? [] : [`script-src ${hashOf(script)}`, "connect-src 'self'"]),
        ...(loads === undefined ? [] : ["script-src 'self'", `connect-src ${["'self'", ...loads.calls].join(' ')}`]),
        `style-src ${hashOf(style)}`,
        // The pictures of an article stand where its author put them.
        hasPictures ? 'img-src http: https: data:' : 'img-src data:',
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ].join('; '),
    },
    write: ({ title, head, body }) =>
      markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
${head ?? null}
<style>${safeHtml(style)}</style>
</head>
<body>
${body}
${script === '' ? null : markup`<script>${safeHtml(script)}</script>`}
</body>
</html>
`.html,
  };
}

/** The line over every page below the landing page. @param home the address of the landing page. */
export function writeMasthead({ home, posts }: { home: string; posts: string | null }): Markup {
  const toPosts = posts === null ? null : markup`<a href="${posts}">All posts</a>`;
  return markup`<header class="masthead"><nav><a href="${home}">Colloquy</a>${toPosts}</nav></header>`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
