/**
 * A text as an address; null where it is none. Not `URL.canParse`: in Node 20 that refuses addresses with letters such as `ü` once it
 * has been called often enough to be optimised.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
