import { expect, test } from 'vitest';
import { createMarkReader, markedBody } from './live/event-marker.ts';
import { createFrameReader, makeClientFrame } from './live/frame-reader.ts';

const SERVER_FRAMES = [aServerFrame('short'), aServerFrame('x'.repeat(300)), aServerFrame('')];

test('finds frames however the stream is split into chunks', () => {
  const stream = Buffer.concat(SERVER_FRAMES);
  for (let size = 1; size <= stream.length; size += 1) {
    const found: string[] = [];
    const read = createFrameReader((opcode, buffer, start, end) => {
      found.push(`${opcode} ${buffer.toString('utf8', start, end)}`);
    });

    for (let at = 0; at < stream.length; at += size) read(stream.subarray(at, at + size));

    expect(found).toEqual(['1 short', `1 ${'x'.repeat(300)}`, '1 ']);
  }
});

test('a client’s frame is masked, as a server demands', () => {
  expect([...makeClientFrame(1, 'hi')]).toEqual([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]);
  expect(makeClientFrame(1, 'x'.repeat(200)).subarray(1, 4)).toEqual(Buffer.of(0xfe, 0, 200));
});

test('an event is recognised by its number at any place in the message', () => {
  const read = createMarkReader();
  const messages = [`{"a":"${markedBody(12)}"}`, `{"a":"${markedBody(345)}"}`, `{"longer":"${markedBody(6)}"}`, 'none'];

  const events = messages.map((message) => {
    const buffer = Buffer.from(`before${message}after`);
    return read(buffer, 'before'.length, buffer.length - 'after'.length);
  });

  expect(events).toEqual([12, 345, 6, null]);
});

function aServerFrame(text: string): Buffer {
  const size = text.length < 126 ? [text.length] : [126, text.length >> 8, text.length & 0xff];
  return Buffer.concat([Buffer.of(0x81, ...size), Buffer.from(text)]);
}
