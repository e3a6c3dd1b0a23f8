// The code blocks of the documents.
import { readdirSync, readFileSync } from 'node:fs';

export interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'src/sdk/README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export function readBlocks(page: string): Block[] {
  return [...readFileSync(page, 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({
    page,
    language,
    text,
  }));
}

export function readAllBlocks(): Block[] {
  return PAGES.flatMap(readBlocks);
}

/** The GraphQL documents of a block in any language. */
export function findDocuments({ language, text }: Block): string[] {
  if (language === 'graphql') return [text];
  const matches = language === 'sh' ? text.matchAll(/"query": ?("(?:[^"\\]|\\.)*")/g) : text.matchAll(IN_SCRIPT);
  return [...matches].map(([, found = '', quoted]) => (language === 'sh' ? readJson(found) : (quoted ?? found)));
}

const IN_SCRIPT = /(?:\/\* GraphQL \*\/|\bgql|\bgraphql)\s*`([^`]*)`|'((?:query|mutation|subscription)\b[^']*)'/g;

/** A here-document escapes `$`, which JSON does not allow. */
function readJson(text: string): string {
  return String(JSON.parse(text.replaceAll('\\$', '$')));
}
