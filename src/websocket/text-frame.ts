const FINAL_TEXT = 0x81; // one frame, of text
const LENGTH_16 = 126; // the length is in the next two bytes
const LENGTH_64 = 127; // the length is in the next eight bytes

/**
 * A server's text message as one frame (RFC 6455, section 5.2), made of a beginning of its own and an end that many share:
 * one copy and one write, which is most of what a delivery costs.
 */
export function makeTextFrame(beginning: string, end: Uint8Array): Buffer {
  const ownLength = Buffer.byteLength(beginning);
  const length = ownLength + end.length;
  const headerLength = length < LENGTH_16 ? 2 : length <= 0xffff ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);

  frame[0] = FINAL_TEXT;
  if (headerLength === 2) {
    frame[1] = length;
  } else if (headerLength === 4) {
    frame[1] = LENGTH_16;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_64;
    frame.writeUInt32BE(0, 2);
    frame.writeUInt32BE(length, 6);
  }
  frame.write(beginning, headerLength);
  frame.set(end, headerLength + ownLength);
  return frame;
}
