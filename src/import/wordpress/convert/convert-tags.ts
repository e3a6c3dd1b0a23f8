import { isSlug, slugify } from '../../../text/slug.ts';
import { MAX_TAG_LABEL } from '../../../text/text-limits.ts';
import { shorten } from '../../../text/cut.ts';
import { htmlToText } from '../../html/html-to-markdown.ts';
import type { PreparedTag } from '../../prepared.ts';
import type { ExportedTerm } from '../read/exported.ts';

/** The category that WordPress gives to a post without any. */
const NO_CATEGORY = 'uncategorized';

/** The categories and tags of a post, in their order, each once. */
export function convertTags(terms: readonly ExportedTerm[]): { tags: PreparedTag[]; defaultTags: PreparedTag[] } {
  const bySlug = new Map<string, PreparedTag>();
  for (const term of terms) {
    const label = shorten(htmlToText(term.label) || term.slug, MAX_TAG_LABEL);
    const slug = isSlug(term.slug) ? term.slug : slugify(term.slug || label, 'tag');
    if (label !== '' && !bySlug.has(slug)) bySlug.set(slug, { slug, label });
  }
  const all = [...bySlug.values()];
  return {
    tags: all.filter(({ slug }) => slug !== NO_CATEGORY),
    defaultTags: all.filter(({ slug }) => slug === NO_CATEGORY),
  };
}
