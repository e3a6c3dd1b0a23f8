import { markup } from '../text/markup.ts';
import type { Markup } from '../text/markup.ts';

const SITE_NAME = 'Colloquy';

/** What a page tells search engines, and those who show a link to it. */
interface PageFacts {
  readonly title: string;
  readonly description: string;
  /** The canonical address. */
  readonly url: string;
  readonly type: 'website' | 'article' | 'profile';
  /** The addresses of the pages before and after it in a list; null where there is none. */
  readonly previous?: string | null;
  readonly next?: string | null;
}

/** Elements of the head. */
export function writeFacts({ title, description, url, type, previous = null, next = null }: PageFacts): Markup {
  return markup`<meta name="description" content="${description}">
<link rel="canonical" href="${url}">
${previous === null ? null : markup`<link rel="prev" href="${previous}">`}
${next === null ? null : markup`<link rel="next" href="${next}">`}
<meta property="og:type" content="${type}">
<meta property="og:site_name" content="${SITE_NAME}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${url}">`;
}
