import { HttpFault } from './http-fault.ts';

/** Reads a body as UTF-8, and not one byte more than is allowed. @throws {HttpFault} */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (!(announced <= maxBytes)) throw tooLarge(maxBytes);
  if (request.body === null) return '';

  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HttpFault('Expected the body to be UTF-8.', { status: 400 });
  }
}

function tooLarge(maxBytes: number): HttpFault {
  return new HttpFault(`Expected a body of at most ${maxBytes / 1024} KB.`, {
    status: 413,
    headers: { connection: 'close' }, // what is still on its way is not read
  });
}
