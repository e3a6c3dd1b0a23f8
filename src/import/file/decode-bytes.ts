// Texts of other software often mix encodings: a database that was UTF-8 has rows from a time when it was not, and a file that
// says it is Latin-1 has rows that are UTF-8. A byte that cannot be part of UTF-8 is what Windows-1252, the encoding of that time,
// has at its place; a line that is UTF-8 from end to end, and not ASCII, means nothing in Windows-1252.
import { isAscii, isUtf8 } from 'node:buffer';

/** Decodes the pieces of one file. A piece without bytes ends it. */
export type DecodeBytes = (piece: Buffer) => DecodedText;

interface DecodedText {
  readonly text: string;
  /** Of each character that the encoding does not have: how many lines of this text stand before its own. */
  readonly strays: readonly number[];
}

/** @param encoding a name that `TextDecoder` knows. */
export function createDecoder(encoding: string): DecodeBytes {
  if (encoding === 'utf-8') return createMixedDecoder(decodeMixed);
  if (encoding === 'windows-1252') return createMixedDecoder(decodeMostlyWindows);
  return createPlainDecoder(encoding);
}

/** Windows-1252 from 0x80 to 0x9f; the rest of it is Latin-1. Node 20 decodes all of it as Latin-1. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function decodeWindows(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (found) => WINDOWS[found.charCodeAt(0) - 0x80] ?? found);
}

function createPlainDecoder(encoding: string): DecodeBytes {
  const decoder = new TextDecoder(encoding);
  return (piece) => {
    const text = piece.length === 0 ? decoder.decode() : decoder.decode(piece, { stream: true });
    return { text, strays: findLines(text, '\ufffd') };
  };
}

function findLines(text: string, character: string): number[] {
  if (!text.includes(character)) return [];
  return text.split('\n').flatMap((line, at) =>
    line
      .split(character)
      .slice(1)
      .fill('')
      .map(() => at),
  );
}

function createMixedDecoder(decodeWhole: (bytes: Buffer) => DecodedText): DecodeBytes {
  let held = Buffer.alloc(0);
  let isStart = true;
  return (piece) => {
    const bytes = Buffer.concat([held, piece]);
    const end = piece.length === 0 ? bytes.length : findWholeEnd(bytes);
    held = Buffer.from(bytes.subarray(end));
    const decoded = decodeWhole(bytes.subarray(0, end));
    const text = isStart ? decoded.text.replace(/^\ufeff/, '') : decoded.text;
    isStart &&= bytes.length === 0;
    return { ...decoded, text };
  };
}

/** Where a character begins that the next piece ends. */
function findWholeEnd(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return sizeOf(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function decodeMixed(bytes: Buffer): DecodedText {
  if (isUtf8(bytes)) return { text: bytes.toString('utf8'), strays: [] };
  return decodeLines(bytes, decodeLine);
}

function decodeMostlyWindows(bytes: Buffer): DecodedText {
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), strays: [] };
  return decodeLines(bytes, (line, onStray) => {
    if (isAscii(line) || !isUtf8(line)) return decodeWindows(line);
    onStray();
    return line.toString('utf8');
  });
}

function decodeLines(bytes: Buffer, decode: (line: Buffer, onStray: () => void) => string): DecodedText {
  const strays: number[] = [];
  const lines: string[] = [];
  for (let start = 0; start <= bytes.length;) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    lines.push(decode(bytes.subarray(start, end), () => strays.push(lines.length)));
    start = end + 1;
  }
  return { text: lines.join('\n'), strays };
}

function decodeLine(line: Buffer, onStray: () => void): string {
  if (isUtf8(line)) return line.toString('utf8');
  let text = '';
  let start = 0;
  for (let at = 0; at < line.length;) {
    const byte = line[at] ?? 0;
    const size = sizeOf(byte);
    if (size > 0 && isUtf8(line.subarray(at, at + size)) && at + size <= line.length) {
      at += size;
      continue;
    }
    text += line.toString('utf8', start, at) + decodeWindows(line.subarray(at, at + 1));
    onStray();
    at += 1;
    start = at;
  }
  return text + line.toString('utf8', start);
}

/** How many bytes a character has that begins with this one; 0 for a byte that begins none. */
function sizeOf(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc2 || byte > 0xf4) return 0;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}
