import { expect, test } from 'vitest';
import { toPlainText } from '../../src/text/plain-text.ts';
import { renderMarkdown } from '../../src/text/markdown/render-markdown.ts';

const plain = (markdown: string) => toPlainText(renderMarkdown(markdown, 'comment').html);

test('a text is what its reader sees, a line for each block', () => {
  expect(plain('It **rained** & [rained](https://example.org/a?b=1&c).\n\n- One\n- *Two*\n\n> Three')).toBe(
    'It rained & rained.\nOne\nTwo\nThree',
  );
  expect(plain('One  \ntwo\n\n```\nthree < 4\n```')).toBe('One\ntwo\nthree < 4');
});

test('a text that looks like markup, or like what stands for it, is read as it is written', () => {
  for (const text of ['`</script>`', '`&lt;b&gt;`', '`a > b & "c"`', '`&#x3C;`', '`&unknown;`']) {
    expect(plain(text)).toBe(text.replaceAll('`', ''));
  }
  expect(toPlainText('&#60;&#x3C;&lt;&#x110000;&nope;')).toBe('<<<&#x110000;&nope;');
  expect(toPlainText('<a title="a > b">c</a>')).toBe('c');
});
