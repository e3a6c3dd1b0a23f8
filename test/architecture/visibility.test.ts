import { expect, test } from 'vitest';
import { parseSourceFile, readSourceFiles } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

const RULE = 'src/data/reads/visibility.ts';

// The SDK, the embed and the demo see only what the service shows; an import reads the export of another system.
const OUTSIDE = /^src\/(sdk|embed|import|app\/demo)\//;

// Conditions that decide whether a viewer may see something, in SQL, in Prisma's filters and in TypeScript.
const DECISIONS = [
  /\b(?:published_at|deleted_at)\s+IS\b/i,
  /\bstatus\s*(?:=|<>|!=|===|!==|\bIN\b)\s*\(?\s*'(?:PUBLISHED|DELETED|HIDDEN)'/i,
  /\b(?:publishedAt|deletedAt)\s*(?:===|!==|==|!=|:\s*\{)/,
  /\bstatus:\s*\{/,
  /\bcase '(?:PUBLISHED|DELETED|HIDDEN)'/,
];

test('visibility is decided in one file', () => {
  const service = readSourceFiles('src').filter(({ path }) => path !== RULE && !OUTSIDE.test(path));

  expect(service.flatMap(findDecisions)).toEqual([]);
});

test('the check finds the conditions of that file, and those that were once in other files', () => {
  const [rule] = readSourceFiles('src/data/reads').filter(({ path }) => path === RULE);

  expect(rule && findDecisions(rule)).toHaveLength(6);
  for (const decision of [
    "sql`c.status = 'PUBLISHED' AND c.number IS NOT NULL`",
    'sql`EXISTS (SELECT 1 FROM post p WHERE p.published_at IS NOT NULL)`',
    "if (comment.status !== 'PUBLISHED') return null;",
    'where: { publishedAt: { not: null } }',
    'if (post.publishedAt !== null) return post;',
  ]) {
    expect(findDecisions(parseSourceFile('src/data/reads/feed.ts', decision))).toHaveLength(1);
  }
});

function findDecisions({ path, text }: SourceFile): string[] {
  return text
    .split('\n')
    .filter((line) => DECISIONS.some((decision) => decision.test(line)))
    .map((line) => `${path}: ${line.trim()}`);
}
