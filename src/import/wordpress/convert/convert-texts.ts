import { shorten } from '../../../text/cut.ts';
import { excerptOf } from '../../../text/excerpt.ts';
import { isSlug, slugify } from '../../../text/slug.ts';
import { MAX_POST_BODY, MAX_SLUG, MAX_TITLE } from '../../../text/text-limits.ts';
import { countCodePoints } from '../../../text/text.ts';
import { renderImported } from '../../convert/render-imported.ts';
import { htmlToMarkdown, htmlToText } from '../../html/html-to-markdown.ts';
import type { PostTexts } from '../../prepared.ts';
import type { Tally } from '../../report/tally.ts';
import type { ExportedPost } from '../read/exported.ts';
import type { Site } from '../read/read-site.ts';
import { convertContent } from './convert-content.ts';

/** How much of a text stands for a title that is missing. In code points. */
const MAX_MADE_TITLE = 60;

export function convertTexts(
  post: ExportedPost,
  { site, tally }: { readonly site: Site; readonly tally: Tally },
): PostTexts {
  const base = `${site.address}/`;
  const { body, teaser } = convertContent(post.content, { base, findPictures: site.media.finderFor(post.id) });
  const given =
    post.excerpt.trim() === '' ? '' : htmlToMarkdown(post.excerpt, { base, isTyped: true, hasPictures: true });
  const excerpt = excerptOf(given) || excerptOf(teaser ?? '') || excerptOf(beginningOf(body));
  const title = makeTitle(post, { excerpt, tally });
  if (countCodePoints(body) > MAX_POST_BODY) {
    tally.note(`posts longer than ${MAX_POST_BODY.toLocaleString('en')} characters, kept in full`, { example: title });
  }
  const slug = makeSlug(post, { title, tally });
  return {
    slug,
    formerSlug: post.slug || slug,
    title,
    excerpt,
    body,
    bodyHtml: renderImported(body, { kind: 'post', tally }).html,
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
    if (cut !== title) tally.note(`titles longer than ${MAX_TITLE} characters, shortened`, { example: cut });
    return cut;
  }
  const made = shorten(excerpt, MAX_MADE_TITLE) || post.slug || post.id;
  tally.note('posts without a title, named after their first words', { example: made });
  return made;
}

function makeSlug(post: ExportedPost, { title, tally }: { readonly title: string; readonly tally: Tally }): string {
  if (isSlug(post.slug)) return post.slug;
  const slug = slugify(post.slug || title);
  if (post.slug !== '') {
    const example = `${shorten(post.slug, 40)} → ${slug}`;
    tally.note(`posts whose slug changed to a–z, 0–9 and hyphens, at most ${MAX_SLUG} characters`, {
      example,
    });
  }
  return slug;
}
