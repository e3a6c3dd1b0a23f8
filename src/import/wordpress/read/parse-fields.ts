import { findChild, type ExportNode } from './export-node.ts';
import { ImportError } from '../../import-error.ts';
import { parseDate } from './parse-date.ts';

/**
 * A number that WordPress gave, as text without leading zeros.
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

/** The same where it may be absent: `0` and anything that is no number refer to nothing. */
export function findId(text: string | undefined): string | null {
  const digits = /^0*([1-9]\d{0,14})$/.exec(text?.trim() ?? '');
  return digits?.[1] ?? null;
}

/** The first of these dates that is not empty, all taken as UTC. */
export function findDate(node: ExportNode, names: readonly string[]): Date | null {
  for (const name of names) {
    const field = findChild(node, name);
    const date = field === undefined ? null : parseDate(field.text, field.line);
    if (date !== null) return date;
  }
  return null;
}
