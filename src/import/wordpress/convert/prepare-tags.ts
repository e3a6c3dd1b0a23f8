import { isSlug, slugify } from '../../../text/slug.ts';
import { MAX_TAG_LABEL } from '../../../text/text-limits.ts';
import type { ExportedTerm } from '../read/exported.ts';
import { htmlToText } from '../../html/html-to-markdown.ts';
import { shorten } from './shorten.ts';

export interface PreparedTag {
  readonly slug: string;
  readonly label: string;
}

/** What WordPress files a post under that nobody filed: it says nothing to a reader. */
const NO_CATEGORY = 'uncategorized';

/** The categories and tags of a post, in their order, each once. */
export function prepareTags(terms: readonly ExportedTerm[]): PreparedTag[] {
  const tags = new Map<string, PreparedTag>();
  for (const term of terms) {
    const label = shorten(htmlToText(term.label) || term.slug, MAX_TAG_LABEL);
    const slug = isSlug(term.slug) ? term.slug : slugify(term.slug || label);
    if (label !== '' && !tags.has(slug)) tags.set(slug, { slug, label });
  }
  return [...tags.values()];
}

/** Whether a tag says something. */
export function isFiling({ slug }: PreparedTag): boolean {
  return slug !== NO_CATEGORY;
}
