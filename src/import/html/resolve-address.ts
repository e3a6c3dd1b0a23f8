/**
 * Where a link or an image of the old site leads, in full; null where that is nowhere on the web (`javascript:`, `data:`).
 * A place in the same text (`#top`) stays as it is.
 */
export function resolveAddress(address: string, base: string): string | null {
  const trimmed = address.trim();
  if (trimmed === '') return null;
  if (trimmed.startsWith('#')) return trimmed;

  const full = /^www\./i.test(trimmed) ? `https://${trimmed}` : trimmed;
  if (!URL.canParse(full, base)) return null;
  const { protocol, href } = new URL(full, base);
  if (!['http:', 'https:', 'mailto:'].includes(protocol)) return null;
  // As it was written, where that is in full: the parser would escape and complete what readers know.
  return /^[a-z]+:/i.test(full) ? full : href;
}
