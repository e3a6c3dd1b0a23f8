import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createServerSentEventParser, type ServerSentEvent } from '../../src/sdk/transports/sse-parser.ts';

const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, ' '));
const event = fc.record({
  type: fc.constantFrom('next', 'complete'),
  data: fc.array(line, { minLength: 1, maxLength: 3 }),
});

function parse(chunks: readonly string[]): ServerSentEvent[] {
  const parser = createServerSentEventParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
}

it('reads the same events wherever the stream is split, with any line ends', () => {
  fc.assert(
    fc.property(
      fc.array(event),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.nat({ max: 200 })),
      (events, newline, cuts) => {
        const lines = events.flatMap(({ type, data }) => [
          ': heartbeat',
          `event: ${type}`,
          'id: 7',
          ...data.map((text) => `data: ${text}`),
          '',
        ]);
        const text = `\uFEFF${[...lines, ':'].join(newline)}`;
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const chunks = places.map((place, index) => text.slice(place, places[index + 1] ?? text.length));

        expect(parse(chunks)).toEqual(events.map(({ type, data }) => ({ type, data: data.join('\n') })));
      },
    ),
  );
});

it('ignores heartbeats, and events without type and data', () => {
  expect(parse([':\n\n', 'id: 3\n\n', 'retry: 5\n\n', '\n\n'])).toEqual([]);
});

it('accepts a complete event without data', () => {
  expect(parse(['event: complete\n\n'])).toEqual([{ type: 'complete', data: '' }]);
});

it('removes one space after the colon, and no more', () => {
  expect(parse(['event:next\ndata:  x\ndata\n\n'])).toEqual([{ type: 'next', data: ' x\n' }]);
});
