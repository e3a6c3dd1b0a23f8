import { HttpFault } from './http-fault.ts';

/** Reads a body as UTF-8, and hardly more than is allowed. @throws {HttpFault} */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const announced = request.headers.get('content-length');
  if (!(Number(announced ?? 0) <= maxBytes)) throw tooLarge(maxBytes);

  // Node holds a client to what it announced.
  const bytes = await (announced === null ? readAtMost(request, maxBytes) : request.arrayBuffer()).catch(explain);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HttpFault('Expected the body to be UTF-8.', { status: 400 });
  }
}

/** A client that leaves in the middle is nothing to log. */
function explain(error: unknown): never {
  throw error instanceof HttpFault ? error : new HttpFault('Expected the whole body.', { status: 400 });
}

async function readAtMost({ body }: Request, maxBytes: number): Promise<Uint8Array> {
  // Cancelling the rest would cut the connection before the answer.
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let step = await reader?.read(); step?.done === false; step = await reader?.read()) {
    bytes += step.value.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(step.value);
  }
  return Buffer.concat(chunks);
}

function tooLarge(maxBytes: number): HttpFault {
  return new HttpFault(`Expected a body of at most ${maxBytes / 1024} KiB.`, {
    status: 413,
    headers: { connection: 'close' }, // what is still on its way is not read
  });
}
