export const RESPONSE_JSON = 'application/graphql-response+json';
export const PLAIN_JSON = 'application/json';
export const EVENT_STREAM = 'text/event-stream';

/** What a client takes: the JSON it prefers, if any, and whether it reads a stream of events. */
export interface Accepted {
  readonly json: typeof RESPONSE_JSON | typeof PLAIN_JSON | null;
  readonly takesStream: boolean;
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

/** Reads `Accept`. A client that accepts anything gets `application/json`, as the GraphQL-over-HTTP specification has it. */
export function negotiate(accept: string | null): Accepted {
  const ranges = readRanges(accept ?? '*/*');
  const json = ranges.map(({ type }) => asJson(type)).find((type) => type !== null) ?? null;
  return { json, takesStream: ranges.some(({ type }) => type === EVENT_STREAM) };
}

function asJson(type: string): Accepted['json'] {
  if (type === RESPONSE_JSON) return RESPONSE_JSON;
  return type === PLAIN_JSON || type === 'application/*' || type === '*/*' ? PLAIN_JSON : null;
}

function readRanges(accept: string): Range[] {
  return accept
    .toLowerCase()
    .split(',')
    .map(readRange)
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality); // stable: among equals the first is preferred
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
  const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const quality = given === undefined ? 1 : Number(given);
  return { type, quality: Number.isNaN(quality) ? 0 : quality };
}
