const TYPES = ['ApiToken', 'AuditEntry', 'Author', 'Comment', 'Flag', 'HeldComment', 'Mute', 'Post', 'Tag'] as const;

/** The types that `node` finds. */
type NodeType = (typeof TYPES)[number];

const PATTERN = new RegExp(`^(${TYPES.join('|')}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`);

/** An id as clients see it: opaque, unique over all types. */
export function encodeGlobalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

/** The type and the row of an id; null if it is malformed, so that garbage never reaches the database. */
export function decodeGlobalId(text: string): { type: NodeType; id: string } | null {
  const [, name, id] = PATTERN.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  const type = TYPES.find((known) => known === name);
  if (type === undefined || id === undefined) return null;
  // Node skips what is not base64: one row has one id, as caches of clients expect.
  return encodeGlobalId(type, id) === text ? { type, id } : null;
}

/** The row of an id of this one type; null for every other. */
export function decodeIdOf(type: NodeType, text: string): string | null {
  const found = decodeGlobalId(text);
  return found?.type === type ? found.id : null;
}
