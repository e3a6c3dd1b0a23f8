// What the package `@colloquy/embed` has beside its scripts: their types, and the licenses of what is bundled in them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the declarations of a module that imports nothing. */
export async function writeDeclarations(source, target) {
  const { default: ts } = await import('typescript');
  const { outputText } = ts.transpileDeclaration(readFileSync(source, 'utf8'), { fileName: source });
  writeFileSync(target, outputText);
}

/** Writes the licenses of the packages that some files belong to. */
export function writeLicenses(files, target) {
  const packages = new Set(files.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  const texts = [...packages].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const license = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    if (license === undefined) throw new Error(`${name} has no license to pass on.`);
    return `${name} ${version}\n\n${readFileSync(join(folder, license), 'utf8').trim()}\n`;
  });
  writeFileSync(target, texts.join(`\n${'-'.repeat(80)}\n\n`));
}
