/**
 * The same text in memory of its own. A piece of a larger text keeps the whole of it alive: an index over a file would
 * hold the file.
 */
export function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}
