import { findChild, type ExportNode } from './export-node.ts';
import { ImportError } from '../../import-error.ts';

/**
 * An id that WordPress has given, as text without leading zeros.
 *
 * @throws {ImportError} where there is none.
 */
export function requireId(node: ExportNode, name: string): string {
  const field = findChild(node, name);
  const id = findId(field?.text);
  if (id === null) {
    throw new ImportError(
      field === undefined
        ? `<${node.name}> has no <${name}>`
        : `<${name}> is "${field.text.trim().slice(0, 40)}"; expected a number above 0`,
      field?.line ?? node.line,
    );
  }
  return id;
}

/** The same for an id that may be absent: `0` and anything other than a number refer to nothing. */
export function findId(text: string | undefined): string | null {
  const digits = /^0*([1-9]\d{0,14})$/.exec(text?.trim() ?? '');
  return digits?.[1] ?? null;
}

/** The first of these dates that is not empty, each read as UTC. */
export function findDate(node: ExportNode, names: readonly string[]): Date | null {
  for (const name of names) {
    const field = findChild(node, name);
    const date = field === undefined ? null : parseDate(field.text, field.line);
    if (date !== null) return date;
  }
  return null;
}

/**
 * A date as WordPress writes it, read as UTC; null for an empty one and for MySQL's zero date.
 *
 * @throws {ImportError} for anything else that is not a date.
 */
function parseDate(text: string, line: number): Date | null {
  const trimmed = text.trim();
  if (trimmed === '' || /^(0000-00-00|-0001-11-30)/.test(trimmed)) return null;

  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(trimmed);
  const date = new Date(`${parts?.[1]}T${parts?.[2]}.000Z`);
  // Without this, 31 February would become 3 March.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(`${parts?.[1]}T${parts?.[2]}`)) {
    throw new ImportError(`"${cut(trimmed)}" is not a date; expected one such as 2012-03-14 14:53:26`, line);
  }
  return date;
}

/** A date as RSS writes it, in `pubDate`; null for anything other than a date from 1970 on. */
export function parseFeedDate(text: string): Date | null {
  const time = Date.parse(text);
  return Number.isNaN(time) || time < Date.UTC(1970, 0, 1) ? null : new Date(time);
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
