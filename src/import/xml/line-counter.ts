/** Tells the line of a character that is not before the last one asked for. Lines count from 1, characters from 0. */
interface LineCounter {
  /** The next piece of the text. */
  add(piece: string): void;
  lineAt(index: number): number;
}

export function createLineCounter(): LineCounter {
  let piece = '';
  let start = 0;
  let line = 1;
  /** Where counting goes on, in the piece. */
  let at = 0;
  const count = (end: number): void => {
    for (let next = piece.indexOf('\n', at); next !== -1 && next < end; next = piece.indexOf('\n', at)) {
      line += 1;
      at = next + 1;
    }
  };
  return {
    add(next) {
      count(piece.length);
      start += piece.length;
      [piece, at] = [next, 0];
    },
    lineAt(index) {
      count(index - start);
      return line;
    },
  };
}
