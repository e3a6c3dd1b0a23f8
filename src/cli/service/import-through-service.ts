import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { importLine } from '../../app/transfers/import-lines.ts';
import type { ImportCall, ImportListener, ImportOutcome } from '../../app/transfers/run-import.ts';
import { errorCode } from '../../data/database/database-error.ts';
import { callService, ServiceCallError } from './call-service.ts';

interface ServiceImport extends ImportListener {
  readonly service: URL;
  readonly token: string | undefined;
  readonly hasRemarks: boolean;
  readonly signal: AbortSignal;
}

/**
 * Sends files to a service, which imports them, and tells what it says. Once the signal is given, the service stops after what it is writing.
 *
 * @throws {ServiceCallError} where it refuses them, or has ended meanwhile.
 */
export async function importThroughService(call: ImportCall, sending: ServiceImport): Promise<ImportOutcome> {
  const { service, token, signal } = sending;
  const sizes = await Promise.all(call.files.map(sizeOf));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const query = queryOf(call, { sizes, hasRemarks: sending.hasRemarks });
  const body = { bytes, pieces: readAll(call.files) };
  try {
    const answer = await callService({ service, token, path: 'admin/import', query, body, signal });
    return await listen(answer, sending);
  } catch (error) {
    if (signal.aborted) {
      sending.onWarning('Stopped. What the service has written stays; run the import again to continue.');
      return 'stopped';
    }
    throw error instanceof ServiceCallError ? error : unfinished();
  }
}

async function listen(answer: IncomingMessage, listener: ImportListener): Promise<ImportOutcome> {
  for await (const text of createInterface({ input: answer, crlfDelay: Infinity })) {
    const line = importLine.parse(JSON.parse(text));
    if (line.type === 'start') listener.onStart(line.bytes);
    else if (line.type === 'step') listener.onStep(line);
    else if (line.type === 'warning') listener.onWarning(line.text);
    else if (line.type === 'remark') listener.onRemark(line);
    else if (line.type === 'report') listener.onReport(line.text);
    else if (line.type === 'end') return line.outcome;
    else throw new ServiceCallError(line.message);
  }
  throw unfinished();
}

function unfinished(): ServiceCallError {
  return new ServiceCallError(
    'The service has ended before the import has. What was written is complete in itself; run the import again to continue.',
  );
}

function queryOf(
  { files, isDryRun, isStrict, site, format }: ImportCall,
  { sizes, hasRemarks }: { readonly sizes: readonly number[]; readonly hasRemarks: boolean },
): URLSearchParams {
  return new URLSearchParams([
    ['dryRun', String(isDryRun)],
    ['strict', String(isStrict)],
    ['remarks', String(hasRemarks)],
    ...(site === null ? [] : [['site', site]]),
    ...(format === null ? [] : [['format', format]]),
    ...files.flatMap((file, at) => [
      ['file', file],
      ['size', String(sizes[at])],
    ]),
  ]);
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch((error: unknown) => {
    const reason =
      errorCode(error) === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${String(error)})`;
    throw new ServiceCallError(`${file}: ${reason}`);
  });
  if (!found.isFile()) throw new ServiceCallError(`${file}: the path is not a regular file`);
  return found.size;
}

async function* readAll(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    for await (const piece of createReadStream(file, { highWaterMark: 256 * 1024 })) {
      if (Buffer.isBuffer(piece)) yield piece;
    }
  }
}
