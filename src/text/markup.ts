// As much HTML as a page takes. Every text goes through `escapeHtml`, but for what says that it is HTML already.

/** A piece of HTML that is written already. */
export interface Markup {
  readonly html: string;
}

type Part = Markup | string | number | null | readonly Markup[];

/** A template of HTML: texts in it are escaped, for between tags and in quoted attributes; null stands for nothing. */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const html = literals.reduce((written, literal, at) => `${written}${writePart(parts[at - 1] ?? null)}${literal}`);
  return { html };
}

/** HTML that is safe as it stands, such as what the renderer of Markdown has sanitised. */
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
