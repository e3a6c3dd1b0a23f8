import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Observer } from '../observe/observer.ts';
import { readRequestId } from './request-id.ts';

interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Refuses what no `Request` can be made of, which therefore no handler sees. It is told of like any other request. */
export function refusePlainly(
  { incoming, outgoing }: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse },
  { status, text, headers = {}, observer }: Refusal & { readonly observer: Observer },
): void {
  const given = incoming.headers['x-request-id'];
  const requestId = readRequestId(new Headers(typeof given === 'string' ? { 'x-request-id': given } : {}));
  const own = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  outgoing.writeHead(status, { ...own, 'x-request-id': requestId, ...headers }).end(text);
  const { method = '' } = incoming;
  observer.request({ requestId, method, route: 'none', status, durationMs: 0, isOperation: false });
}
