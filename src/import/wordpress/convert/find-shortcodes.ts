/** One shortcode: `[name key="value" …]`, with what it encloses up to `[/name]`, if it is closed. */
export interface Shortcode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly inner: string;
}

const ATTRIBUTE = /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))|"([^"]*)"|(\S+)/g;
// Inside code, a shortcode is text.
const CODE = /(<pre\b[^>]*>[\s\S]*?<\/pre>|<code\b[^>]*>[\s\S]*?<\/code>)/i;

/** Replaces the shortcodes of these names outside of code. Any other text in brackets stays as it is. */
export function replaceShortcodes(
  html: string,
  handlers: Readonly<Record<string, (shortcode: Shortcode) => string>>,
): string {
  const names = Object.keys(handlers).join('|');
  const pattern = new RegExp(
    `\\[(\\[?)(${names})(?![\\w-])([^\\[\\]]*?)\\/?\\](?:((?:(?!\\[\\2\\b)[\\s\\S])*?)\\[\\/\\2\\])?(\\]?)`,
    'gi',
  );

  const replace = (whole: string, ...groups: (string | undefined)[]): string => {
    const [open = '', name = '', attributes = '', inner = '', close = ''] = groups;
    // [[gallery]] is how WordPress writes about a shortcode without using it.
    if (open !== '' && close !== '') return whole.slice(1, -1);
    const handler = handlers[name.toLowerCase()];
    if (handler === undefined) return whole;
    return open + handler({ name: name.toLowerCase(), attributes: readAttributes(attributes), inner }) + close;
  };

  // Every second part is the separator that the split kept: code.
  return html
    .split(CODE)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(pattern, replace)))
    .join('');
}

function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  let place = 0;
  for (const [, key, double, single, bare, quoted, word] of text.matchAll(ATTRIBUTE)) {
    if (key === undefined) attributes[place++] = quoted ?? word ?? '';
    else attributes[key.toLowerCase()] = double ?? single ?? bare ?? '';
  }
  return attributes;
}
