/** What a line of a CSV text does to the cell that it ends in. */
export interface QuoteScan {
  /** `lost`: a cell begins within a quoted one, so that one has lost its end. */
  readonly end: 'bare' | 'quoted' | 'lost';
  /** The line, with every quotation mark that is part of a quoted cell's text written twice, as RFC 4180 wants it. */
  readonly text: string;
}

/**
 * Follows the quotation marks of a line. One opens a cell only where it begins one: 6" is six inches. Within a quoted cell, one that is followed
 * by neither a comma nor the end of the line does not close it: it begins another cell if a comma stands before it, else it is text.
 */
export function scanQuotes(line: string, { isQuoted }: { readonly isQuoted: boolean }): QuoteScan {
  let isWithin = isQuoted;
  let text = '';
  let copied = 0;
  for (const { 0: run, index } of line.matchAll(/"+/g)) {
    const end = index + run.length;
    const isFirst = index === 0 || line[index - 1] === ',';
    const isLast = end === line.length || line[end] === ',';
    const isOdd = run.length % 2 === 1;
    if (!isWithin) isWithin = isFirst && isOdd;
    else if (isOdd && isLast) isWithin = false;
    else if (isOdd && isFirst) return { end: 'lost', text: line };
    else if (isOdd) {
      text += `${line.slice(copied, end)}"`;
      copied = end;
    }
  }
  return { end: isWithin ? 'quoted' : 'bare', text: text + line.slice(copied) };
}
