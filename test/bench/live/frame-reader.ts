/** Called with one frame: its payload is in `buffer` from `start` to `end`, until the call returns. */
export type OnFrame = (opcode: number, buffer: Buffer, start: number, end: number) => void;

/** Splits a server's bytes into frames. Nothing is copied, unless a frame ends in the next chunk. */
export function createFrameReader(onFrame: OnFrame): (chunk: Buffer) => void {
  let rest: Buffer | null = null;

  return (chunk) => {
    const buffer = rest === null ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (;;) {
      const [start, end] = findPayload(buffer, at);
      if (end > buffer.length) break;
      onFrame((buffer[at] ?? 0) & 0x0f, buffer, start, end);
      at = end;
    }
    rest = at === buffer.length ? null : Buffer.from(buffer.subarray(at));
  };
}

/** The start and the end of the payload of the frame at `at`; past the buffer while its header is incomplete. */
function findPayload(buffer: Buffer, at: number): readonly [start: number, end: number] {
  const size = (buffer[at + 1] ?? Infinity) & 0x7f;
  if (at + 2 > buffer.length || (size === 126 && at + 4 > buffer.length)) return [Infinity, Infinity];
  if (size < 126) return [at + 2, at + 2 + size];
  if (size === 127) throw new Error('Expected frames of at most 65,535 bytes.');
  return [at + 4, at + 4 + buffer.readUInt16BE(at + 2)];
}

/** A client's frame of at most 65,535 bytes. Its mask is required, but may be all zeros. */
export function makeClientFrame(opcode: number, payload: Buffer | string): Buffer {
  const body = Buffer.from(payload);
  const size =
    body.length < 126 ? Buffer.of(0x80 | body.length) : Buffer.of(0x80 | 126, body.length >> 8, body.length & 0xff);
  return Buffer.concat([Buffer.of(0x80 | opcode), size, Buffer.alloc(4), body]);
}
