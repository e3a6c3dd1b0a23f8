/** What `JSON.parse` makes of each value of a message. */
export function reviveValue(key: string, value: unknown): unknown {
  if (typeof value === 'string') return ownCopy(value);
  return key === '' ? withQuery(value) : value; // the message itself comes last, and has no key
}

/** A string that is parsed out of a message may keep all of it in memory, and a subscription keeps its variables. */
function ownCopy(text: string): string {
  if (text.length < 13) return text; // shorter ones are copies
  const encoding = /^[\x20-\x7e]*$/.test(text) ? 'latin1' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding);
}

/** graphql-ws closes a socket at an operation without `query`. One that names its document by an id needs none. */
function withQuery(message: unknown): unknown {
  if (!isRecord(message) || message['type'] !== 'subscribe') return message;
  const { payload } = message;
  if (!isRecord(payload) || (payload['query'] !== undefined && payload['query'] !== null)) return message;
  const { documentId, extensions } = payload;
  const hasId = documentId !== undefined || (isRecord(extensions) && 'persistedQuery' in extensions);
  return hasId ? { ...message, payload: { ...payload, query: '' } } : message;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
