/**
 * What two names have in common that readers would take for the same: their letters and digits, whatever their case, their accents,
 * their width and what stands between them. Null for a name without any.
 */
export function nameKey(name: string): string | null {
  const key = name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
  return key === '' ? null : key;
}
