import { takeGraphemes } from '../../text/cut.ts';

/** What stands in a field, to be shown to people. */
export function clip(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 40 ? `${takeGraphemes(line, 40)}…` : line;
}
