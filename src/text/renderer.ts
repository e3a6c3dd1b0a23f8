// Renders without holding up what else the process does. A short text takes a few milliseconds and is rendered at once; a longer
// one, which may take a second, in a thread of its own, whose time and memory are bounded.
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';
import type { Limits } from '../config/limits.ts';
import { CodedError } from '../errors/coded-error.ts';
import { renderBody } from './render-body.ts';
import type { BodyOutcome, RenderedBody } from './render-body.ts';
import { renderSimple } from './markdown/render-simple.ts';
import type { TextKind } from './markdown/rendering.ts';
import { TextTooComplexError } from './markdown/require-renderable.ts';

export interface Renderer {
  /**
   * @throws {TextTooComplexError} where it would cost too much.
   * @throws {CodedError} `SERVICE_UNAVAILABLE` where too many texts wait, or a thread has died.
   */
  render(markdown: string, kind: TextKind): Promise<RenderedBody>;
  /** The same renderer, for work that may end: it then fails with the signal's reason, and what a thread still does is not waited for. */
  during(signal: AbortSignal): Renderer;
  /** Ends the threads, whatever they do. */
  close(): Promise<void>;
}

interface RendererOptions {
  readonly limits: Limits;
  /** A thread has died of something else than the text. */
  readonly onError: (error: unknown) => void;
}

const TERMINATE_AFTER = 50; // milliseconds in which a thread may end by itself

/** Threads start when they are first needed, and stay. */
export function createRenderer({ limits, onError }: RendererOptions): Renderer {
  const { script, ...worker } = findWorker();
  const pool = workerpool.pool(script, {
    workerType: 'thread',
    maxWorkers: Math.max(1, limits.renderThreads),
    workerTerminateTimeout: TERMINATE_AFTER,
    workerThreadOpts: {
      resourceLimits: { maxOldGenerationSizeMb: limits.renderMegabytes },
      ...worker,
    },
  });

  let closed = false;
  const isClosed = () => closed;
  const renderInThread = async (markdown: string, kind: TextKind): Promise<BodyOutcome> => {
    if (isClosed() || pool.stats().pendingTasks >= limits.renderQueue) throw unavailable();
    try {
      // The time begins when a thread begins: waiting for others makes no text too complex.
      return await pool.exec<typeof renderBody>('renderBody', [markdown, kind]).timeout(limits.renderMs);
    } catch (error) {
      // When a thread dies, the library leaves those that wait where they are; any call moves them on.
      if (!isClosed() && pool.stats().pendingTasks > 0) pool.exec('methods').catch(() => {});
      const reason = explainEnd(error, limits);
      if (reason !== null) return { tooComplex: reason };
      if (!isClosed() && !(error instanceof workerpool.TerminateError)) throw error;
      if (!isClosed()) onError(error);
      throw unavailable();
    }
  };

  const renderer: Renderer = {
    async render(markdown, kind) {
      const isShort = markdown.length <= limits.renderInPlaceCharacters;
      // A post's excerpt is parsed, also where its text is simple.
      const simple = isShort || kind === 'post' ? null : renderSimple(markdown, kind);
      if (simple !== null) return { ...simple, excerpt: '' };
      const outcome = isShort ? renderBody(markdown, kind) : await renderInThread(markdown, kind);
      if ('tooComplex' in outcome) throw new TextTooComplexError(outcome.tooComplex);
      return outcome.rendered;
    },
    during: (signal) => ({
      ...renderer,
      render: async (markdown, kind) => await untilAborted(() => renderer.render(markdown, kind), signal),
    }),
    async close() {
      closed = true;
      await pool.terminate(true);
    },
  };
  return renderer;
}

async function untilAborted<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  return await new Promise<Value>((resolve, reject) => {
    const leave = () => reject(signal.reason instanceof Error ? signal.reason : unavailable());
    signal.addEventListener('abort', leave, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', leave));
  });
}

/** Beside this file, whatever this file is: source, a file of the build, or a part of the program that `npm start` makes. */
function findWorker(): { readonly script: string; readonly eval?: boolean } {
  const url = new URL(`./render-worker${extname(import.meta.url)}`, import.meta.url);
  if (!url.pathname.endsWith('.ts')) return { script: fileURLToPath(url) };

  // Source, in a test or a command: on Node 20 a thread does not inherit the loader, and the first file of one cannot be TypeScript.
  const { href } = url;
  return { script: `import('tsx/esm/api').then(({ tsImport }) => tsImport('${href}', '${href}'));`, eval: true };
}

/** What the text did to a thread; null where the thread ended for another reason. */
function explainEnd(error: unknown, { renderMs, renderMegabytes }: Limits): string | null {
  if (error instanceof workerpool.Promise.TimeoutError) {
    return `Expected a text that is rendered within ${renderMs / 1_000} seconds; found one that takes longer.`;
  }
  const cause = error instanceof workerpool.TerminateError ? error.cause : null;
  if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return `Expected a text that is rendered within ${renderMegabytes} MB of memory; found one that takes more.`;
  }
  return null;
}

function unavailable(): CodedError {
  return new CodedError('SERVICE_UNAVAILABLE', 'The text cannot be rendered at the moment. Try again in a second.');
}
