// Node's fetch gives up an answer that begins late, and cannot say how long a body is that is read from a file.
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** The service could not be asked, or has refused, in a message for a person. */
export class ServiceCallError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ServiceCallError';
  }
}

interface ServiceCall {
  /** The address of the service. */
  readonly service: URL;
  readonly token: string | undefined;
  /** Below the address of the service: `admin/archive`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** What is sent, by POST. */
  readonly body?: { readonly bytes: number; readonly pieces: AsyncIterable<Uint8Array> };
  readonly signal?: AbortSignal;
}

const errorAnswer = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) });

/**
 * Asks a service for what only administrators may do.
 *
 * @returns its answer, which may be one that refuses files.
 * @throws {ServiceCallError} where there is no service, or it refuses the call.
 */
export async function callService({
  service,
  token,
  path,
  query,
  body,
  signal,
}: ServiceCall): Promise<IncomingMessage> {
  if (token === undefined || token === '') {
    throw new ServiceCallError(
      'Expected the token of an administrator in the environment, as COLLOQUY_TOKEN: `npm run --silent token -- --handle NAME --role ADMIN` prints one.',
    );
  }
  const url = new URL(service);
  url.pathname = `${service.pathname.replace(/\/+$/, '')}/${path}`;
  url.search = query.toString();
  const sent = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-length': body.bytes }) },
    ...(signal !== undefined && { signal }),
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('response', resolve).on('error', reject);
  });
  // A service that refuses does so before it has read the body: its answer says more than the connection that closes.
  pipeline(Readable.from(body?.pieces ?? []), sent).catch(() => undefined);
  const answer = await answered.catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new ServiceCallError(`The service at ${service.href} cannot be reached: ${reasonOf(error)}.`);
  });
  if (isForCaller(answer)) return answer;
  throw new ServiceCallError(
    `The service at ${service.href} answers ${answer.statusCode}: ${await readReason(answer)}`,
  );
}

/** Lines, or a file; everything else is said by the status. */
function isForCaller({ statusCode, headers }: IncomingMessage): boolean {
  return headers['content-type'] === 'application/x-ndjson' || (statusCode === 200 && 'content-disposition' in headers);
}

async function readReason(answer: IncomingMessage): Promise<string> {
  const said = await text(answer);
  try {
    return errorAnswer
      .parse(JSON.parse(said))
      .errors.map(({ message }) => message)
      .join(' ');
  } catch {
    return said.slice(0, 200).trim();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
