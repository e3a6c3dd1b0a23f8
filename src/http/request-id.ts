import { randomUUID } from 'node:crypto';

const SANE_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** The id that a client or a proxy gave the request, where it can stand in a log as it is; else a new one. */
export function readRequestId(headers: Pick<Headers, 'get'>): string {
  const given = headers.get('x-request-id');
  return given !== null && SANE_ID.test(given) ? given : randomUUID();
}
