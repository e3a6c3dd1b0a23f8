import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { createAddresses } from '../../src/config/addresses.ts';
import { writeAtom } from '../../src/pages/atom.ts';
import { renderMarkdown } from '../../src/text/markdown/render-markdown.ts';
import { checkText } from '../../src/text/text.ts';

const addresses = createAddresses({ service: () => 'https://talk.example', postUrl: null });
const at = new Date('2026-03-02T08:30:00Z');
const UUID = '00000000-0000-4000-8000-000000000000';

const ODD = [
  '\u0001',
  '\u000b',
  '\u007f',
  '\u0085',
  '\u2028',
  '\ufffe',
  '\uffff',
  '\u{1ffff}',
  '\u{10ffff}',
  ']]>',
  '&',
  '<',
];
const anyText = fc
  .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom(...ODD, '&#x1;', '&#xFFFE;', '\ud800')))
  .map((parts) => parts.join(''));
const accepted = (singleLine: boolean) =>
  anyText.filter((text) => checkText(text, { path: [], max: 10_000, singleLine }) === null);

test('the feed is well-formed with every text that is accepted', () => {
  fc.assert(
    fc.property(
      accepted(true),
      accepted(true),
      accepted(true),
      accepted(false),
      (title, subject, displayName, body) => {
        const { html: bodyHtml } = renderMarkdown(body, 'comment');
        const named = { displayName, avatarUrl: 'https://example.org/a.svg' };
        const comment = { uuid: UUID, number: 1, parent: null, createdAt: at, editedAt: null, bodyHtml };
        const entries = [
          { ...comment, subject, commenter: { ...named, account: null } },
          { ...comment, subject: null, commenter: { ...named, account: { handle: 'ada', uuid: UUID } } },
        ];

        const feed = writeAtom(
          { post: { uuid: UUID, slug: 'a', pageUrl: null, title }, entries, changedAt: at },
          addresses,
        );

        expect(readNames(feed)).toHaveLength(2);
      },
    ),
    { numRuns: 500 },
  );
});

/** The names in a feed, by a parser that takes nothing but XML 1.0. */
function readNames(xml: string): string[] {
  const names: string[] = [];
  let text = '';
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', () => (text = ''));
  parser.on('text', (part) => (text += part));
  parser.on('closetag', ({ local }) => void (local === 'name' && names.push(text)));
  parser.write(xml).close();
  return names;
}
