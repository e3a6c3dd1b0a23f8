/** The fields of an object that came as JSON; none of anything else. */
export function readFields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value));
}

/** The fields of a JSON text; none where it is no JSON. */
export function parseFields(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return readFields(JSON.parse(text ?? 'null'));
  } catch {
    return {};
  }
}

/** A text among fields; null where there is none. */
export function textOf(fields: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
