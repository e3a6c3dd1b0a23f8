import { COUNTER, type Case } from '../cases.ts';

/** A request as it is sent, over and over. */
export interface RequestBytes {
  readonly bytes: Buffer;
  /** Where the digits stand that differ each time. */
  readonly counters: readonly number[];
}

/** What all requests of a case to a server have in common. */
export interface Addressee {
  readonly port: number;
  /** Credentials, in turn; none for a reader. */
  readonly tokens: readonly string[];
}

/** The bodies of the requests of a case. */
export function makeBodies({ query, operationName, variables }: Case): string[] {
  return variables.map((one) => JSON.stringify({ query, operationName, variables: one }));
}

/** The requests of a case, as texts. */
export function makeRequests(one: Case, { port, tokens }: Addressee): string[] {
  return makeBodies(one).map((body, index) => {
    const token = tokens[index % tokens.length];
    return [
      'POST /graphql HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Accept: application/graphql-response+json, application/json',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
      '',
      body,
    ].join('\r\n');
  });
}

export function toBytes(request: string): RequestBytes {
  const bytes = Buffer.from(request);
  const counters: number[] = [];
  for (let at = bytes.indexOf(COUNTER); at !== -1; at = bytes.indexOf(COUNTER, at + 1)) counters.push(at);
  return { bytes, counters };
}

/** The bytes to send for the nth time. */
export function numbered({ bytes, counters }: RequestBytes, n: number): Buffer {
  if (counters.length === 0) return bytes;
  const copy = Buffer.from(bytes);
  const digits = String(n).padStart(COUNTER.length, '0');
  for (const at of counters) copy.write(digits, at, 'latin1');
  return copy;
}
