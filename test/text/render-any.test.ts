import { expect, test } from 'vitest';
import { renderAny } from '../../src/text/markdown/render-any.ts';

const MARKS = '*_'.repeat(2_000);

test.each([
  ['**Tea**', '<p dir="auto"><strong>Tea</strong></p>', { isFormatted: true, isBlank: false }],
  ['', '', { isFormatted: true, isBlank: true }],
  [
    `\n\n**Tea**\n& milk\n\n\n${MARKS}\n`,
    `<p dir="auto">**Tea**\n&amp; milk</p>\n<p dir="auto">${MARKS}\n</p>`,
    { isFormatted: false, isBlank: false },
  ],
  ['\u200b\n\n'.repeat(20_000), '', { isFormatted: false, isBlank: true }],
])(
  'what can be rendered is, and of what is too complex the paragraphs are shown as they stand (%#)',
  (text, html, is) => {
    expect(renderAny(text, 'comment')).toEqual({ html, ...is });
  },
);
