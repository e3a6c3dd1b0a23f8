import { slugify, isSlug } from '../text/slug.ts';
import { checkTexts } from '../text/text.ts';
import type { Issue } from '../text/text.ts';
import { MAX_KICKER, MAX_POST_BODY, MAX_SLUG, MAX_TAG_LABEL, MAX_TAGS, MAX_TITLE } from '../text/text-limits.ts';
import type { TagKind } from '../generated/prisma/enums.ts';

/** A tag as an author names it; its slug follows from the label. */
export interface TagInput {
  readonly label: string;
  readonly kind?: TagKind | null | undefined;
}

/** The texts of a post, as an author writes them. */
interface PostTexts {
  readonly title?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly kicker?: string | null | undefined;
  readonly slug?: string | null | undefined;
  readonly tags?: readonly TagInput[] | null | undefined;
}

export function checkPostTexts({ title, body, kicker, slug, tags }: PostTexts): Issue[] {
  const labels = tags ?? [];
  return [
    ...checkTexts([
      [title, { path: ['title'], max: MAX_TITLE, singleLine: true }],
      [body, { path: ['body'], max: MAX_POST_BODY }],
      [kicker, { path: ['kicker'], max: MAX_KICKER, singleLine: true }],
      ...labels
        .slice(0, MAX_TAGS)
        .map(
          ({ label }, place) =>
            [label, { path: ['tags', String(place), 'label'], max: MAX_TAG_LABEL, singleLine: true }] as const,
        ),
    ]),
    ...(typeof slug === 'string' && !isSlug(slug)
      ? [
          {
            path: ['slug'],
            message: `Expected at most ${MAX_SLUG} characters of a–z, 0–9 and single hyphens between them; found other characters or more of them.`,
          },
        ]
      : []),
    ...(labels.length > MAX_TAGS
      ? [{ path: ['tags'], message: `Expected at most ${MAX_TAGS} tags; found ${labels.length}.` }]
      : []),
  ];
}

/** The tags by their slugs, each once, in the order in which they were named. */
export function toTags(tags: readonly TagInput[]): { slug: string; label: string; kind: TagKind }[] {
  const bySlug = new Map<string, { slug: string; label: string; kind: TagKind }>();
  for (const { label, kind } of tags) {
    const slug = slugify(label, 'tag');
    if (!bySlug.has(slug)) bySlug.set(slug, { slug, label: label.trim(), kind: kind ?? 'TOPIC' });
  }
  return [...bySlug.values()];
}
