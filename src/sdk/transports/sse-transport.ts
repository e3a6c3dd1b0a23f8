import { ColloquyError } from '../colloquy-error.ts';
import { readData, toUnexpectedResponse } from '../http/graphql-response.ts';
import { sendOperation, readHttpDetails, readJson, type Operation } from '../http/send-operation.ts';
import type { Settings } from '../settings.ts';
import { createServerSentEventParser } from './sse-parser.ts';
import type { ConnectionHooks, Transport } from './transport.ts';

/** Subscriptions over server-sent events, one HTTP response each: the "distinct connections mode" of GraphQL over SSE. */
export function createSseTransport(settings: Settings): Transport {
  return { open: (operation, hooks) => openStream(settings, { ...operation, ...hooks }), close: () => undefined };
}

async function* openStream(
  settings: Settings,
  { signal, onLive, ...operation }: Operation & ConnectionHooks,
): AsyncGenerator<unknown, void, undefined> {
  const connection = new AbortController();
  const disconnect = (): void => connection.abort();
  signal.addEventListener('abort', disconnect);
  try {
    signal.throwIfAborted();
    const response = await connect(settings, { ...operation, signal: connection.signal });
    onLive();
    yield* readResults(response, settings.silence);
  } finally {
    signal.removeEventListener('abort', disconnect);
    disconnect();
  }
}

async function connect(settings: Settings, operation: Operation & { signal: AbortSignal }): Promise<Response> {
  const credentials = await settings.findCredentials();
  const request = { ...operation, credentials, accept: 'text/event-stream' };
  const response = await orTimeout(sendOperation(settings, request), settings.silence);
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) return response;

  // The service refused the subscription: its response gives the reason.
  readData(await orTimeout(readJson(response, operation.signal), settings.silence), readHttpDetails(response));
  throw toUnexpectedResponse(readHttpDetails(response));
}

async function* readResults(response: Response, silence: number): AsyncGenerator<unknown, void, undefined> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const parser = createServerSentEventParser();

  while (reader !== undefined) {
    const { done, value } = await orTimeout(readChunk(reader), silence);
    if (done) return;

    for (const { type, data } of parser.push(decoder.decode(value, { stream: true }))) {
      if (type === 'complete') return;
      if (type === 'next') yield parseResult(data);
    }
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function readChunk(reader: Reader): ReturnType<Reader['read']> {
  try {
    return await reader.read();
  } catch (cause) {
    throw new ColloquyError('Expected the end of the stream, and found a broken connection.', {
      code: 'NETWORK_FAILURE',
      cause,
    });
  }
}

function parseResult(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch (cause) {
    throw new ColloquyError('Expected JSON in an event of the stream, and found another format.', {
      code: 'BAD_RESPONSE',
      cause,
    });
  }
}

/** Limits how long work may take. A dead connection reports nothing by itself. */
async function orTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = `Expected a message within ${milliseconds} ms, and found none.`;
      reject(new ColloquyError(message, { code: 'NETWORK_FAILURE' }));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
    // After a timeout the work may still reject, and nothing awaits it any more.
    work.catch(() => undefined);
  }
}
