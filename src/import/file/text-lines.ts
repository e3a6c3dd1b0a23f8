/** A line of a file, without its end. */
interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** The lines of a text, one by one; blank ones are left out. */
export async function* readLines(pieces: AsyncIterable<string>): AsyncGenerator<TextLine> {
  let line = 0;
  let held = '';
  for await (const piece of pieces) {
    const lines = piece.split('\n');
    const last = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      const whole = held + text;
      held = '';
      if (whole.trim() !== '') yield { line, text: whole };
    }
    held += last;
  }
  if (held.trim() !== '') yield { line: line + 1, text: held };
}
