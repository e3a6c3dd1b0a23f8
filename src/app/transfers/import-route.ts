import { createPageSession, type ServiceSession } from '../../domain/service-session.ts';
import { maskError } from '../../execution/masking.ts';
import { ImportError } from '../../import/import-error.ts';
import { ImportBusyError } from '../../import/import-lock.ts';
import type { Route } from '../../pages/route.ts';
import { createLineWriter, type ImportLine } from './import-lines.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { openTransferPool, type TransferOptions } from './open-transfer-pool.ts';
import { readImportQuery, type ImportQuery } from './read-query.ts';
import { receiveFiles, type ReceivedFiles } from './receive-files.ts';
import { answerRefusals, NOT_KEPT, requirePerson } from './refuse.ts';
import { explainImportError } from './run-import.ts';
import { runNotedImport } from './run-noted-import.ts';
import { SpoolFile } from './spool-file.ts';

const MEGABYTE = 1024 * 1024;

const STATUS: Readonly<Record<string, number>> = { BAD_USER_INPUT: 422, CONFLICT: 409, SERVICE_UNAVAILABLE: 503 };

type LastLine = Extract<ImportLine, { type: 'end' | 'error' }>;

/** Imports the files that a client sends, as `npm run import` does, and tells it what becomes of them. */
export function createImportRoute(options: TransferOptions): Route & { stop(): void; close(): Promise<void> } {
  const imports = new OneAtATime('an import');
  return {
    method: 'POST',
    path: /^\/admin\/import$/,
    handle: (request, { identify, requestId, address, awaitBody }) =>
      answerRefusals(async () => {
        const identity = await identify();
        requirePerson(identity, 'importSite');
        const query = readImportQuery(new URL(request.url).searchParams);
        options.logger.info({ requestId, by: identity.account?.subject, ...query }, 'an import was asked for');
        const session = createPageSession(options.services, { identity, requestId, address });
        awaitBody();
        return await beginImport(request, { ...options, imports, query, session });
      }),
    stop: () => imports.stop(),
    close: () => imports.close(),
  };
}

interface Import extends TransferOptions {
  readonly imports: OneAtATime;
  readonly query: ImportQuery;
  readonly session: ServiceSession;
}

/** Answers once something is written, or nothing will be: files that are refused have a status. */
async function beginImport(request: Request, { imports, ...given }: Import): Promise<Response> {
  return await new Promise<Response>((resolve, reject) => {
    const running = imports.run(request.signal, async (stop) => {
      const { importMegabytes, stalledMs } = given.limits;
      const bounds = { mostBytes: importMegabytes * MEGABYTE, stalledMs, signal: stop.signal };
      const received = await receiveFiles(request, { files: given.query.files, ...bounds });
      try {
        const file = new SpoolFile(stop);
        const begin = (status: number) => resolve(answer(status, file.stream()));
        return await tellImport(received, { ...given, file, begin, signal: stop.signal });
      } finally {
        await received.remove();
      }
    });
    // Whoever has read the end may send the next one.
    running.then((end) => end(), reject);
  });
}

interface Telling extends Omit<Import, 'imports'> {
  readonly file: SpoolFile;
  /** To call again does nothing. */
  readonly begin: (status: number) => void;
  readonly signal: AbortSignal;
}

/** @returns how to tell its end. */
async function tellImport(
  received: ReceivedFiles,
  { file, begin, signal, query, ...given }: Telling,
): Promise<() => void> {
  const { voiceSecret, maxReplyDepth, reactions } = given.services.config;
  const { rename, paths } = received;
  const lines = createLineWriter({ write: (text) => file.write(text), rename, hasRemarks: query.hasRemarks });
  const end = (line: LastLine, status: number) => () => {
    try {
      lines.end(line);
      file.end();
    } catch (error) {
      file.end(error); // the disk is full: the answer is cut off
    }
    begin(status);
  };
  try {
    const outcome = await runNotedImport(
      { ...given, call: { ...query, files: paths } },
      {
        ...lines,
        ...{ voiceSecret, maxReplyDepth, reactions, signal },
        open: () => Promise.resolve(openTransferPool(given)),
        onStep(step) {
          lines.onStep(step);
          if (step.phase === 'import') begin(200);
        },
      },
    );
    return end({ type: 'end', outcome }, 200);
  } catch (error) {
    if (signal.aborted) return end({ type: 'end', outcome: 'stopped' }, 503);
    const line = tellError(error, { ...given, paths, rename });
    return end(line, STATUS[line.code] ?? 500);
  }
}

type Faulty = Pick<Telling, 'session' | 'logger'> & Pick<ReceivedFiles, 'paths' | 'rename'>;

function tellError(error: unknown, { paths, rename, session, logger }: Faulty): Extract<LastLine, { type: 'error' }> {
  if (error instanceof ImportError) {
    const code = error instanceof ImportBusyError ? 'CONFLICT' : 'BAD_USER_INPUT';
    return { type: 'error', code, message: rename(explainImportError(error, paths)) };
  }
  const { message, extensions } = maskError(error, { requestId: session.requestId, logger });
  return { type: 'error', code: String(extensions['code']), message };
}

function answer(status: number, body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { status, headers: { ...NOT_KEPT, 'content-type': 'application/x-ndjson' } });
}
