// Most comments are words with an address, an emphasis or an escaped sign among them. Parsing them costs a hundred times what
// this does, and makes the same HTML, as test/text/render-simple.test.ts checks. What might be other markup is none of this file's
// business: it is told apart too readily, never too late.
import { isVisible } from '../blank.ts';
import { isFollowed, RELATIONS } from './mark-links.ts';
import type { Rendering, TextKind } from './rendering.ts';
import { requireParsable } from './require-renderable.ts';

/** No text of this length reaches a limit of `require-renderable.ts`: 3,000 exclamation marks are as many marks as it lets through. */
const UNLIMITED = 3_000;

const LETTER = String.raw`[\p{L}\p{N}]`;
const ADDRESS = String.raw`https?:\/\/[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d+)?(?:[/?#](?:[\w\-.~/?=+#,:]|%[0-9a-fA-F]{2}|&(?!\w+;))*)?`;
// Only between round brackets are signs escaped.
const DESTINATION = ADDRESS.replace('|&', String.raw`|\\?&`);

/** What makes a text another's business, wherever it stands. */
const OTHER = new RegExp(
  [
    /[^\P{Cc}\n]|[\p{Cs}\u2028\u2029\ufeff]/u, // tabs, carriage returns and other characters that the parser may replace
    /[`~|@]/, // code, strike-through, tables, addresses of e-mail
    /^[^\n\p{L}\p{N}\p{Extended_Pictographic}"'(“”„‘’«»…¿¡\\*[<]/u, // indentation, and signs of headings, quotes, lists, rules and tables
    /^\d+[.)]/, // numbered lists
    / $/, // line breaks
  ]
    .map(({ source }) => source)
    .join('|'),
  'mu',
);

const MARKS = /[\\*_[\]<&]/;
/** Links without our doing: the parser finds them in the words of a text. */
const FOUND = /[wW]{3}\.|:\/\/|@/;

const TOKENS = [
  String.raw`\\(?<escaped>[!-/:-@[-\x60{-~])`,
  String.raw`(?<breaks>\\\n)`,
  // A run of asterisks can begin an emphasis, or end one, or is not for us.
  String.raw`(?<=^|[ \n(])(?<opens>\*{1,2})(?=${LETTER})`,
  String.raw`(?:(?<=${LETTER})(?<closes>\*{1,2})(?=$|[ \n.,;:!?)])|(?<=[.,;:!?)])(?<ends>\*{1,2})(?=$|[ \n]))`,
  String.raw`(?<!!)\[(?<label>[^\\*_[\]<&\n ](?:[^\\*_[\]<&\n]*[^\\*_[\]<&\n ])?)\]\((?<href>${DESTINATION})\)`,
  String.raw`<(?<address>${ADDRESS})>`,
  String.raw`(?<sign>[&<](?=[ \n]|$)|(?<=${LETTER})_(?=${LETTER})|\n)`,
];
const WORDS = String.raw`(?<words>[^\\*_[\]<&\n]+)`;
const ADDRESS_AMONG_WORDS = String.raw`(?<=^|[ \n])(?<bare>${ADDRESS})(?<=[a-zA-Z0-9/])(?=[.,:!?]*(?:[ \n]|$))`;
const WORD = String.raw`(?<words>[^\\*_[\]<&\n ]+| +)`;

const token = new RegExp([WORDS, ...TOKENS].join('|'), 'uy');
const tokenOrAddress = new RegExp([ADDRESS_AMONG_WORDS, WORD, ...TOKENS].join('|'), 'uy');

/**
 * The HTML of a text in which nothing but words, escaped signs, emphases, links and line breaks could be markup; null for any
 * other.
 *
 * @throws {TextTooComplexError} as the whole pipeline does.
 */
export function renderSimple(markdown: string, kind: TextKind): Rendering | null {
  if (OTHER.test(markdown) || !isVisible(markdown)) return null;
  if (markdown.length > UNLIMITED) requireParsable(markdown);

  const paragraphs: string[] = [];
  for (const lines of markdown.split(/\n{2,}/)) {
    const paragraph = lines.replace(/^\n|\n$/g, '');
    if (paragraph === '') continue;
    const html = renderParagraph(paragraph, kind);
    if (html === null) return null;
    paragraphs.push(`<p dir="auto">${html}</p>`);
  }
  return { html: paragraphs.join('\n'), isBlank: false };
}

function renderParagraph(paragraph: string, kind: TextKind): string | null {
  if (!MARKS.test(paragraph) && !FOUND.test(paragraph)) return paragraph;
  const tokens = paragraph.includes('://') ? tokenOrAddress : token;
  const open: string[] = [];
  let html = '';
  let words = '';
  const endWords = (): boolean => {
    const isOurs = !FOUND.test(words);
    html += escape(words);
    words = '';
    return isOurs;
  };

  tokens.lastIndex = 0;
  while (tokens.lastIndex < paragraph.length) {
    const found = tokens.exec(paragraph)?.groups;
    if (found === undefined) return null;
    const said = found['words'] ?? found['escaped'] ?? found['sign'];
    if (said !== undefined) {
      words += said;
      continue;
    }
    const piece = renderMark(found, { open, kind });
    if (!endWords() || piece === null) return null;
    html += piece;
  }
  return endWords() && open.length === 0 ? html : null;
}

type Groups = Readonly<Record<string, string | undefined>>;

/** The HTML of a mark; null where it is not for us. */
function renderMark(
  found: Groups,
  { open, kind }: { readonly open: string[]; readonly kind: TextKind },
): string | null {
  if (found['breaks'] !== undefined) return '<br>\n';
  if (found['opens'] !== undefined) {
    open.push(found['opens']);
    return `<${nameOf(found['opens'])}>`;
  }
  const closes = found['closes'] ?? found['ends'];
  if (closes !== undefined) return open.pop() === closes ? `</${nameOf(closes)}>` : null;

  const href = found['href']?.replaceAll('\\&', '&') ?? found['address'] ?? found['bare'] ?? '';
  const label = found['label'] ?? href;
  if (found['label'] !== undefined && (FOUND.test(label) || !isVisible(label))) return null;
  if (!isFollowed(href)) return null;
  return `<a href="${escape(href)}" rel="${RELATIONS[kind].join(' ')}">${escape(label)}</a>`;
}

function nameOf(mark: string): string {
  return mark === '*' ? 'em' : 'strong';
}

/** As the whole pipeline writes them; nothing else needs it between tags and in quotes. */
function escape(text: string): string {
  return text.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;');
}
