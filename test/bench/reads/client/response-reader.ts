/** A whole response at the beginning of the bytes. */
export interface Found {
  /** Where it ends. */
  readonly end: number;
  readonly isOk: boolean;
  /** Where its body begins, or in a chunked one its first chunk. */
  readonly bodyAt: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');

/** Finds the first response, by its length or its chunks; null as long as it is not whole. */
export function findResponse(bytes: Buffer): Found | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const isOk = head.startsWith('HTTP/1.1 200');
  const bodyAt = headEnd + HEAD_END.length;
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  if (length !== undefined) {
    const end = bodyAt + Number(length);
    return end <= bytes.length ? { end, isOk, bodyAt } : null;
  }
  const end = findLastChunk(bytes, bodyAt);
  return end === null ? null : { end, isOk, bodyAt: bytes.indexOf(LINE_END, bodyAt) + LINE_END.length };
}

/** The end of a chunked body without trailers. */
function findLastChunk(bytes: Buffer, from: number): number | null {
  for (let at = from; ;) {
    const lineEnd = bytes.indexOf(LINE_END, at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw new Error('Expected a length or chunks.');
    at = lineEnd + LINE_END.length + size + LINE_END.length;
    if (at > bytes.length) return null;
    if (size === 0) return at;
  }
}
