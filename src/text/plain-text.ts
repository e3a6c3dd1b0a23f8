const BLOCK = /<\/?(?:p|li|ul|ol|blockquote|pre|h[1-6]|br|hr|t[dhr]|table)\b[^>]*>/g;
const TAG = /<(?:[^"'>]|"[^"]*"|'[^']*')*>/g;
const REFERENCE = /&(?:#x[0-9a-f]{1,6}|#\d{1,7}|lt|gt|amp|quot|apos|nbsp);/gi;

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0' };
const LAST_CODE_POINT = 0x10ffff;

/** HTML of our own renderer as it is read, without markup: a line for each block. Not for HTML from elsewhere. */
export function toPlainText(html: string): string {
  const lines = html
    .replace(BLOCK, '\n')
    .replace(TAG, '')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
  return lines.replace(REFERENCE, decode);
}

/** What a reference stands for: `&lt;`, `&#60;` or `&#x3C;`. */
function decode(reference: string): string {
  const name = reference.slice(1, -1).toLowerCase();
  const code = Number(name.replace(/^#x/, '0x').replace(/^#/, ''));
  return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : (NAMED[name] ?? reference);
}
