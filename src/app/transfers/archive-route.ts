import { ArchiveCursorError } from '../../data/archive/archive-cursor-error.ts';
import { noteTransfer } from '../../domain/note-transfer.ts';
import { createPageSession, type ServiceSession } from '../../domain/service-session.ts';
import { toError } from '../../errors/to-error.ts';
import type { Route } from '../../pages/route.ts';
import { openTransferPool, type TransferOptions } from './open-transfer-pool.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { answerRefusals, NOT_KEPT, Refusal, requirePerson } from './refuse.ts';
import { readExportQuery } from './read-query.ts';
import { SpoolFile } from './spool-file.ts';
import { writeExport, type ExportCall } from './write-export.ts';

/** Everything that is kept as an archive, or what readers see in the form of other software, as `npm run export` writes it. */
export function createArchiveRoute(options: TransferOptions): Route & { close(): Promise<void> } {
  const exports = new OneAtATime('an export');
  return {
    path: /^\/admin\/archive$/,
    handle: (request, { identify, requestId, address }) =>
      answerRefusals(async () => {
        const identity = await identify();
        requirePerson(identity, 'exportSite');
        const query = readExportQuery(new URL(request.url).searchParams);
        if (request.method === 'HEAD') return answer(query, null);
        options.logger.info({ requestId, by: identity.account?.subject, ...query }, 'an export was asked for');
        const session = createPageSession(options.services, { identity, requestId, address });
        return await beginExport(query, { ...options, exports, session, signal: request.signal });
      }),
    close: () => exports.close(),
  };
}

interface Export extends TransferOptions {
  readonly exports: OneAtATime;
  readonly session: ServiceSession;
  /** Aborted when the client leaves before the answer has begun. */
  readonly signal: AbortSignal;
}

/** Answers once there is something to send: what is wrong by then has a status. */
async function beginExport(query: ExportCall, { exports, signal, ...given }: Export): Promise<Response> {
  return await new Promise<Response>((resolve, reject) => {
    const running = exports.run(signal, async (stop) => await runExport(query, { ...given, stop, begin: resolve }));
    // Whoever has read the end may ask for the next one.
    running.then(
      (end) => end(),
      (error: unknown) => reject(explain(error)),
    );
  });
}

interface Running extends Omit<Export, 'exports' | 'signal'> {
  readonly stop: AbortController;
  readonly begin: (answer: Response) => void;
}

/** @returns how to tell its end. */
async function runExport(query: ExportCall, { session, stop, begin, ...options }: Running): Promise<() => void> {
  const file = new SpoolFile(stop);
  const bulk = openTransferPool(options);
  const { addresses, config } = options.services;
  let [leftOut, isBegun] = [0, false];
  const onLeftOut = (count: number): void => void (leftOut = count);
  try {
    // First, because an export that is broken off has carried away what it has sent.
    await noteTransfer(session, { what: 'exportSite', form: formOf(query) });
    for await (const piece of writeExport(bulk.pool, {
      ...query,
      voiceSecret: config.voiceSecret,
      addresses,
      onLeftOut,
    })) {
      stop.signal.throwIfAborted();
      file.write(piece);
      if (!isBegun) begin(answer(query, file.stream(), leftOut));
      isBegun = true;
    }
    return () => file.end();
  } catch (error) {
    if (!isBegun) {
      file.close();
      throw error;
    }
    if (!stop.signal.aborted) options.logger.error({ err: error }, 'an export failed');
    return () => file.end(error);
  } finally {
    await bulk.close();
  }
}

function formOf({ format, after }: ExportCall): string {
  return format ?? (after === null ? 'archive' : 'archive of what changed');
}

function answer({ format }: ExportCall, body: ReadableStream<Uint8Array> | null, leftOut = 0): Response {
  const [name, type] =
    format === null ? ['archive.ndjson', 'application/x-ndjson'] : [`${format}.xml`, 'application/xml'];
  return new Response(body, {
    headers: {
      ...NOT_KEPT,
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      ...(leftOut > 0 && { 'colloquy-left-out': String(leftOut) }),
    },
  });
}

function explain(error: unknown): Error {
  if (error instanceof ArchiveCursorError) return new Refusal(error.message, { status: 400, code: 'BAD_CURSOR' });
  return toError(error);
}
