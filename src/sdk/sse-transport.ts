import { notGraphQL, readData } from './answer.ts';
import { ColloquyError } from './colloquy-error.ts';
import { postOperation, readJson, readOrigin, type Operation } from './post-operation.ts';
import type { Settings } from './settings.ts';
import { createServerSentEventParser } from './sse-parser.ts';
import type { StreamHooks, Transport } from './transport.ts';
import { within } from './within.ts';

/** Subscriptions over server-sent events, one response each: GraphQL over SSE's "distinct connections mode". */
export function createSseTransport(settings: Settings): Transport {
  return { open: (operation, hooks) => openStream(settings, { ...operation, ...hooks }), close: () => undefined };
}

async function* openStream(
  settings: Settings,
  { query, variables, signal, onLive }: Operation & StreamHooks,
): AsyncGenerator<unknown, void, undefined> {
  const connection = new AbortController();
  const hangUp = (): void => connection.abort();
  signal.addEventListener('abort', hangUp);
  try {
    signal.throwIfAborted();
    const response = await connect(settings, { query, variables, signal: connection.signal });
    onLive();
    yield* readAnswers(response, settings.silence);
  } finally {
    signal.removeEventListener('abort', hangUp);
    hangUp();
  }
}

async function connect(settings: Settings, operation: Operation & { signal: AbortSignal }): Promise<Response> {
  const credentials = await settings.findCredentials();
  const request = { ...operation, credentials, accept: 'text/event-stream' };
  const response = await within(postOperation(settings, request), settings.silence);
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) return response;

  // Not a stream: an answer that says why not.
  readData(await within(readJson(response, operation.signal), settings.silence), readOrigin(response));
  throw notGraphQL(readOrigin(response));
}

async function* readAnswers(response: Response, silence: number): AsyncGenerator<unknown, void, undefined> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const parser = createServerSentEventParser();

  while (reader !== undefined) {
    const { done, value } = await within(readChunk(reader), silence);
    if (done) return;

    for (const { type, data } of parser.push(decoder.decode(value, { stream: true }))) {
      if (type === 'complete') return;
      if (type === 'next') yield readAnswer(data);
    }
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function readChunk(reader: Reader): ReturnType<Reader['read']> {
  try {
    return await reader.read();
  } catch (cause) {
    throw new ColloquyError('The stream broke off.', { code: 'NETWORK_FAILURE', cause });
  }
}

function readAnswer(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch (cause) {
    throw new ColloquyError('Expected JSON in an event of the stream.', { code: 'BAD_RESPONSE', cause });
  }
}
