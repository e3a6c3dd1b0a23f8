import { takeGraphemes } from '../../text/cut.ts';
import { countCodePoints } from '../../text/text.ts';

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** Room for the fences that are added where a part begins or ends inside a code block. In code points. */
const RESERVE = 100;

/** A Markdown text in parts of at most `max` code points, cut between paragraphs, else between lines, between
 * words, or between graphemes. */
export function splitText(markdown: string, max: number): string[] {
  if (markdown.length <= max || countCodePoints(markdown) <= max) return [markdown];

  const parts: string[] = [];
  let part = '';
  let length = 0;
  for (const block of splitBlocks(markdown, max - RESERVE)) {
    const added = countCodePoints(block);
    if (part !== '' && length + 2 + added <= max - RESERVE) {
      part = `${part}\n\n${block}`;
      length += 2 + added;
      continue;
    }
    if (part !== '') parts.push(part);
    [part, length] = [block, added];
  }
  return closeFences([...parts, part]);
}

function splitBlocks(markdown: string, max: number): string[] {
  return markdown.split(/\n{2,}/).flatMap((block) => {
    const pieces: string[] = [];
    for (let rest = block; rest !== '';) {
      const piece = takePiece(rest, max);
      pieces.push(piece);
      rest = rest.slice(piece.length).replace(/^\s+/, '');
    }
    return pieces;
  });
}

function takePiece(text: string, max: number): string {
  const longest = takeGraphemes(text, max);
  if (longest === text) return text;
  const end = [longest.lastIndexOf('\n'), longest.lastIndexOf(' ')].find((at) => at > longest.length / 2);
  return end === undefined ? longest : longest.slice(0, end);
}

/** A code block that is cut stays one in both parts. */
function closeFences(parts: readonly string[]): string[] {
  let open = '';
  return parts.map((part) => {
    const start = open === '' ? '' : `${open}\n`;
    for (const line of part.split('\n')) {
      const fence = FENCE.exec(line)?.[1]?.slice(0, 40) ?? '';
      if (fence !== '' && open === '') open = fence;
      else if (fence !== '' && fence.startsWith(open)) open = '';
    }
    return `${start}${part}${open === '' ? '' : `\n${open}`}`;
  });
}
