import { readFile } from 'node:fs/promises';

/** The text of the SDK's README. */
export async function readReadme(): Promise<string> {
  return await readFile('src/sdk/README.md', 'utf8');
}

/** The code blocks of a text that are TypeScript, in order. */
export function findCodeBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

/** The code block that opens with the name of its file, as a comment. */
export function findCodeBlock(markdown: string, file: string): string {
  const block = findCodeBlocks(markdown).find((code) => code.startsWith(`// ${file}\n`));
  if (block === undefined) throw new Error(`Expected a code block of ${file}, and found none.`);
  return block;
}
