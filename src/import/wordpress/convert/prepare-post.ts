import { excerptOf } from '../../../text/excerpt.ts';
import { isSlug, slugify } from '../../../text/slug.ts';
import { countCodePoints } from '../../../text/text.ts';
import { MAX_POST_BODY, MAX_TITLE } from '../../../text/text-limits.ts';
import type { Manifest } from '../check-export.ts';
import { convertPost } from './convert-content.ts';
import type { ExportedPost } from '../read/exported.ts';
import { htmlToMarkdown, htmlToText } from '../../html/html-to-markdown.ts';
import { renderImported } from './render-imported.ts';
import { shorten } from './shorten.ts';
import type { Tally } from '../../tally.ts';

/** A post in the words of this service. */
export interface PreparedPost {
  /** Wished for; it may be taken. */
  readonly slug: string;
  readonly title: string;
  readonly excerpt: string;
  readonly body: string;
  readonly bodyHtml: string;
}

/** How much of a text stands for a title that there is not. In code points. */
const MAX_MADE_TITLE = 60;

export function preparePost(
  post: ExportedPost,
  { manifest, tally }: { readonly manifest: Manifest; readonly tally: Tally },
): PreparedPost {
  const options = { base: `${manifest.address}/`, isTyped: true, hasPictures: true };
  const { body, teaser } = convertPost(post.content, {
    base: options.base,
    findPictures: manifest.media.finderFor(post.id),
  });
  const given = post.excerpt.trim() === '' ? '' : excerptOf(htmlToMarkdown(post.excerpt, options));
  const excerpt = given || excerptOf(teaser ?? '') || excerptOf(beginningOf(body));
  const title = makeTitle(post, { excerpt, tally });
  if (countCodePoints(body) > MAX_POST_BODY) {
    tally.note(`posts longer than ${MAX_POST_BODY.toLocaleString('en')} characters, kept whole`, { example: title });
  }

  return {
    slug: isSlug(post.slug) ? post.slug : slugify(post.slug || title),
    title,
    excerpt,
    body,
    bodyHtml: renderImported(body, { kind: 'post', tally }),
  };
}

/** Whole paragraphs: an excerpt of half a picture would show its address. */
function beginningOf(markdown: string): string {
  const end = markdown.lastIndexOf('\n\n', 3_900);
  return markdown.length <= 3_900 || end <= 0 ? markdown : markdown.slice(0, end);
}

function makeTitle(
  post: ExportedPost,
  { excerpt, tally }: { readonly excerpt: string; readonly tally: Tally },
): string {
  const title = htmlToText(post.title);
  if (title !== '') {
    const cut = shorten(title, MAX_TITLE);
    if (cut !== title) tally.note(`titles longer than ${MAX_TITLE} characters, cut`, { example: cut });
    return cut;
  }
  const made = shorten(excerpt, MAX_MADE_TITLE) || post.slug || post.id;
  tally.note('posts without a title, named after their first words', { example: made });
  return made;
}
