import { basename, dirname } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-file.ts';

const MAX_LINES = 200;
const MAX_FILES = 20;
const WRITTEN_TEXT = 'src/app/demo/';

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.browser)?\.ts$/;
const LEFTOVERS = /(^|-)(utils?|helpers?|misc|common)\.ts$/;
// The SDK is a package, and this is its only entry point.
const DOORS = ['src/sdk/index.ts'];

export function findLongFiles(files: SourceFile[]): string[] {
  return files
    .filter((file) => !file.path.startsWith(WRITTEN_TEXT) && countLines(file) > MAX_LINES)
    .map((file) => `${file.path}: ${String(countLines(file))} lines`);
}

/** Folders with more files than a reader can survey. Files in subfolders are counted there. */
export function findCrowdedRooms(files: SourceFile[]): string[] {
  const counts = new Map<string, number>();
  for (const { path } of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > MAX_FILES).map(([room, count]) => `${room}: ${String(count)} files`);
}

export function countLines({ text }: SourceFile): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

export function findMisnamedFiles(files: SourceFile[]): string[] {
  return files.map(({ path }) => path).filter((path) => !DOORS.includes(path) && isMisnamed(basename(path)));
}

function isMisnamed(name: string): boolean {
  return !KEBAB_CASE.test(name) || LEFTOVERS.test(name) || name === 'index.ts';
}

/** Whether a file reads `process.env`, or takes `env` from `node:process`. */
export function readsEnvironment({ path, text }: SourceFile): boolean {
  const root = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return someNode(root, (node) => isProcessEnv(node) || isEnvImport(node));
}

function isProcessEnv(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'process' &&
    node.name.text === 'env'
  );
}

function isEnvImport(node: ts.Node): boolean {
  if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) return false;
  if (node.moduleSpecifier.text !== 'node:process') return false;
  return someNode(node, (part) => ts.isImportSpecifier(part) && (part.propertyName ?? part.name).text === 'env');
}

function someNode(node: ts.Node, holds: (node: ts.Node) => boolean): boolean {
  return holds(node) || ts.forEachChild(node, (child) => someNode(child, holds)) === true;
}
