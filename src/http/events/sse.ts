import { GraphQLError } from 'graphql';
import type { EventResult } from '../../live/delivery/subscriber.ts';
import type { WrittenResult } from '../../execution/executor/json-text.ts';
import { encodeOnce, toEventResult } from '../../execution/subscriptions/event-result.ts';
import type { Limits } from '../../config/limits.ts';
import type { EventSink } from './event-sink.ts';

export interface StreamOptions {
  readonly limits: Pick<Limits, 'heartbeatMs' | 'streamBytes'>;
  /** Aborted when the service shuts down. */
  readonly ending: AbortSignal;
  /** Calls a function when the credential that the stream was opened with no longer holds; returns how to cancel that. */
  readonly whenOver: (call: (reason: 'expired' | 'revoked') => void) => () => void;
  /** Where the results of a subscription arrive; its iterator yields none. */
  readonly sink: EventSink;
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no', // or nginx keeps events back
};

const COMPLETE = 'event: complete\ndata:\n\n';

const OVER = { expired: refusal('The token has expired.'), revoked: refusal('The API token was revoked.') };

const encoder = new TextEncoder();

const encodeEvent = encodeOnce((result) => encoder.encode(formatEvent(result)));

const CURSOR = /^[\x21-\x7e]{1,1024}$/; // what can stand on a line of its own

/**
 * Streams results as server-sent events: `next` for each, `complete` at the end, as graphql-sse's distinct connections
 * have it. An event's `id` is its cursor, so that a browser's `EventSource` resumes by itself.
 *
 * It is read at the pace of the client: while the connection is full, no event is taken from the log. A shutdown cuts
 * it without `complete`, after which a client would not come back.
 */
export function streamResults(results: AsyncIterator<WrittenResult>, options: StreamOptions): Response {
  const events = new EventResponse(results, options);
  const waiting = new ByteLengthQueuingStrategy({ highWaterMark: options.limits.streamBytes });
  return new Response(new ReadableStream(events, waiting), { headers: HEADERS });
}

/** A single result as a stream, for a client that accepts nothing else. */
export async function* onlyResult(result: WrittenResult): AsyncGenerator<WrittenResult> {
  yield result;
}

class EventResponse implements UnderlyingDefaultSource<Uint8Array> {
  readonly #results: AsyncIterator<WrittenResult>;
  readonly #options: StreamOptions;
  readonly #onEnding = () => this.#cut('');
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  readonly #waiting: (() => void)[] = [];
  #release: (() => void) | null = null; // null before it has begun, and after its end

  constructor(results: AsyncIterator<WrittenResult>, options: StreamOptions) {
    this.#results = results;
    this.#options = options;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const { limits, whenOver, ending, sink } = this.#options;
    this.#controller = controller;
    const heartbeat = setInterval(() => this.#beat(), limits.heartbeatMs);
    const stopWatch = whenOver((reason) => this.#cut(formatResult(OVER[reason]) + COMPLETE));
    ending.addEventListener('abort', this.#onEnding, { once: true });
    this.#release = () => {
      clearInterval(heartbeat);
      stopWatch();
      ending.removeEventListener('abort', this.#onEnding);
    };

    // Some browsers show nothing of the answer, not even its status, before its first byte.
    this.#send(encoder.encode(':\n\n'));
    if (ending.aborted) {
      this.#cut('');
      return;
    }
    sink.connect({ send: (result) => this.#send(encodeEvent(result)), room: () => this.#room() });
    void this.#forward();
  }

  pull(): void {
    for (const go of this.#waiting.splice(0)) go();
  }

  cancel(): void {
    this.#leave();
  }

  async #forward(): Promise<void> {
    try {
      for (;;) {
        await this.#room();
        const step = await this.#results.next();
        if (step.done) {
          this.#cut(COMPLETE);
          return;
        }
        this.#send(encoder.encode(formatResult(step.value)));
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #send(bytes: Uint8Array): void {
    if (this.#release !== null) this.#controller?.enqueue(bytes);
  }

  /** Undefined where an event has room, otherwise a promise that resolves when it may have. */
  #room(): Promise<void> | undefined {
    if (this.#release === null || !this.#isFull()) return undefined;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #isFull(): boolean {
    return (this.#controller?.desiredSize ?? 0) <= 0;
  }

  #beat(): void {
    if (!this.#isFull()) this.#send(encoder.encode(':\n\n'));
  }

  #cut(lastWords: string): void {
    if (this.#release === null) return;
    if (lastWords !== '') this.#send(encoder.encode(lastWords));
    this.#leave();
    this.#controller?.close();
  }

  #fail(error: unknown): void {
    if (this.#release === null) return;
    this.#leave();
    this.#controller?.error(error);
  }

  #leave(): void {
    this.#release?.();
    this.#release = null;
    this.pull();
    void this.#results.return?.();
  }
}

function refusal(message: string): WrittenResult {
  return { errors: [new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } })] };
}

function formatResult(result: WrittenResult): string {
  return formatEvent(toEventResult(result));
}

function formatEvent({ json, cursor }: EventResult): string {
  const id = cursor !== null && CURSOR.test(cursor) ? `id: ${cursor}\n` : '';
  return `event: next\n${id}data: ${json}\n\n`;
}
