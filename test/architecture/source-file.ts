import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

/** A file of the repository: its path from the root with `/`, its text, and what it imports. */
export type SourceFile = {
  path: string;
  text: string;
  /** Paths from the root for our own files, package names (`pg`, `node:fs`, `@pothos/core`) for the rest. */
  imports: string[];
};

/** Every hand-written TypeScript file in a directory of the repository, without generated and built ones. */
export function readSourceFiles(directory: string): SourceFile[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(directory, name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts') && !/\/(generated|dist|node_modules)\//.test(path))
    .sort()
    .map((path) => parseSourceFile(path, readFileSync(path, 'utf8')));
}

/** Reads the imports of one file: static, dynamic, of types, and re-exports alike. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return { path, text, imports: importedFiles.map(({ fileName }) => resolveImport(path, fileName)) };
}

export function resolveImport(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  if (specifier.startsWith('node:')) return specifier;
  const [scope = specifier, name] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${String(name)}` : scope;
}
