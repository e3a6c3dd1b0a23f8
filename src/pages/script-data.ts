import { safeHtml } from '../text/markup.ts';
import type { Markup } from '../text/markup.ts';

/** Data in a script that is not run. No text ends the script that it stands in, and none is a line's end to an old parser of scripts. */
export function writeData(type: 'application/json' | 'application/ld+json', data: unknown): Markup {
  const json = JSON.stringify(data).replaceAll(/[<\u2028\u2029]/g, escapeCharacter);
  return safeHtml(`<script type="${type}">${json}</script>`);
}

function escapeCharacter(character: string): string {
  return String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, '0');
}
