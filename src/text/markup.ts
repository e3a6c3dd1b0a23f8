// Templates of HTML for the pages. Every text goes through `escapeHtml`; only `Markup` is written as it is.

/** A finished piece of HTML. */
export interface Markup {
  readonly html: string;
}

type Part = Markup | string | number | null | readonly Markup[];

/** A template of HTML. Texts are escaped for use between tags and in quoted attributes; null writes nothing. */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const html = literals.reduce((written, literal, at) => `${written}${writePart(parts[at - 1] ?? null)}${literal}`);
  return { html };
}

/** HTML that is safe as it is, such as sanitised HTML from the renderer of Markdown. */
export function safeHtml(html: string): Markup {
  return { html };
}

function writePart(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(({ html }) => html).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
