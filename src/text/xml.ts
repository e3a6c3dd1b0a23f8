// As much XML as a feed takes. Every text goes through `escapeXml`; nothing else is ever put between tags.

/** A piece of XML that is written already. */
export interface Xml {
  readonly xml: string;
}

type Attributes = Readonly<Record<string, string>>;

/** An element with its children, each a text or an element. */
export function element(name: string, attributes: Attributes = {}, ...children: readonly (Xml | string)[]): Xml {
  const opening = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const content = children.map((child) => (typeof child === 'string' ? escapeXml(child) : child.xml)).join('');
  return { xml: `<${name}${opening.join('')}${content === '' ? '/>' : `>${content}</${name}>`}` };
}

/** A whole document, in UTF-8. */
export function xmlDocument({ xml }: Xml): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${xml}\n`;
}

// What XML 1.0 cannot carry at all, escaped or not; lone surrogates among it.
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A reader would make plain spaces and line feeds of them.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}
