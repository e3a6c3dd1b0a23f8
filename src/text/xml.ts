// XML for feeds and exports. Every text goes through `escapeXml`; only `Xml` is written as it is.

/** A finished piece of XML. */
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

/** An element that holds HTML as it is. */
export function htmlElement(name: string, html: string, attributes: Attributes = {}): Xml {
  // A section cannot hold its own end: that is split over two.
  const section = html.replace(FORBIDDEN, '').replaceAll(']]>', ']]]]><![CDATA[>');
  return element(name, attributes, { xml: `<![CDATA[${section}]]>` });
}

/** A whole document, in UTF-8. */
export function xmlDocument({ xml }: Xml): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${xml}\n`;
}

// Characters that XML 1.0 cannot contain, escaped or not, among them lone surrogates.
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser would normalise them to spaces and line feeds.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}
