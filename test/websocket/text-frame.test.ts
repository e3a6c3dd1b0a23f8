import type { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as ws from 'ws';
import { makeTextFrame } from '../../src/websocket/text-frame.ts';

// Exported by ws, but not in its types.
const Receiver = Reflect.get(ws, 'Receiver') as new () => Writable;

/** Reads a frame with ws. */
async function read(frame: Buffer): Promise<string> {
  const receiver = new Receiver();
  const message = new Promise<string>((resolve, reject) => {
    receiver.on('message', (data: Buffer) => resolve(data.toString()));
    receiver.on('error', reject);
  });
  receiver.write(frame);
  return await message;
}

test('a frame is read as its two parts, whatever their contents', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), async (beginning, end) => {
      expect(await read(makeTextFrame(beginning, Buffer.from(end)))).toBe(beginning + end);
    }),
  );
});

test.each([0, 125, 126, 127, 65_535, 65_536, 70_000])('a frame of %i bytes has the right length', async (length) => {
  const text = 'é'.repeat(Math.floor(length / 2)) + 'x'.repeat(length % 2);

  expect(await read(makeTextFrame('', Buffer.from(text)))).toBe(text);
});
