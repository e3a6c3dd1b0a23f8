import { MAX_SLUG } from './text-limits.ts';
import { toLatin } from './to-latin.ts';

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * A name for an address, of a–z, 0–9 and single hyphens. Letters with an accent lose it; of a text in another script,
 * of which nothing is left, a short checksum stands in, the same for the same text. Never empty.
 */
export function slugify(text: string): string {
  const words = toLatin(text)
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return cut(words, MAX_SLUG) || `x${checksum(text)}`;
}

/** Whether a text may stand in an address as it is. */
export function isSlug(text: string): boolean {
  return text.length <= MAX_SLUG && SLUG.test(text);
}

/** The slug with `-2`, `-3` … for the second, third … of that name; the first keeps the slug. */
export function suffixed(slug: string, n: number): string {
  if (n <= 1) return slug;
  const suffix = `-${n}`;
  return `${cut(slug, MAX_SLUG - suffix.length)}${suffix}`;
}

// At a hyphen where there is one in the last third: half a word reads like another.
function cut(slug: string, max: number): string {
  if (slug.length <= max) return slug;
  const end = slug.lastIndexOf('-', max);
  return slug.slice(0, end > (max * 2) / 3 ? end : max).replace(/-+$/, '');
}

/** FNV-1a over the code points: a name, not a secret. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text.normalize('NFC')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}
