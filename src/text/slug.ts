import anyAscii from 'any-ascii';
import { MAX_SLUG } from './text-limits.ts';

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

// The library drops the long a of Arabic and Hebrew, and writes the Hebrew sh as s.
const LETTERS: Readonly<Record<string, string>> = { ا: 'a', א: 'a', ש: 'sh' };
const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };
// Accented letters and pairs that German does not write: the text is Turkish, Swedish, Finnish, Estonian, Spanish …
const NOT_GERMAN = /(?![äöüßéèêàâ])[ß-ɏ]|ää|öö|üü|äy|öy|yö|[gq]ü[ei]/u;

/**
 * A name for an address, of a–z, 0–9 and single hyphens: the text in Latin letters, in whatever script it is written.
 * Where nothing of it can be written so, the kind and a short checksum, the same for the same text. Never empty.
 */
export function slugify(text: string, kind: 'post' | 'tag' | 'author' = 'post'): string {
  // Emoji have names, which say something only where nothing else does.
  const words = toWords(text.replace(/\p{Extended_Pictographic}/gu, ' ')) || toWords(text);
  return cut(words, MAX_SLUG) || `${kind}-${checksum(text)}`;
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

function toWords(text: string): string {
  const lower = text.normalize('NFC').toLowerCase();
  const spelled = spellUmlauts(spaceHan(lower)).replace(/[اאש]/g, (letter) => LETTERS[letter] ?? letter);
  return anyAscii(spelled)
    .toLowerCase()
    .replace(/['`]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

function spellUmlauts(text: string): string {
  return NOT_GERMAN.test(text) ? text : text.replace(/[äöü]/g, (letter) => UMLAUTS[letter] ?? letter);
}

/**
 * Han characters as a word each, which the library reads as Chinese (pinyin). Japanese reads them otherwise: beside kana
 * they are left out, and with them the hiragana, which are endings and particles there.
 */
function spaceHan(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text;
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text))
    return text.replace(/[\p{Script=Han}\p{Script=Hiragana}]+/gu, ' ');
  return text.replace(/\p{Script=Han}/gu, ' $& ');
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
