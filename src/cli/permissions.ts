// Writes docs/permissions.md from the table of permissions; with --check, only says whether it is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { RULES, STANDINGS } from '../session/policy.ts';
import type { Standing } from '../session/policy.ts';

const FILE = 'docs/permissions.md';

const HEAD = `# Permissions

Who may do what. The table is written by \`npm run permissions\` from \`src/session/policy.ts\`, the one place where it is decided, and every mutation, query and stream is tried with every standing by \`test/permissions/permissions.test.ts\`.

- **anybody**: no credential at all.
- **voice**: a guest with the secret of a voice (the header \`Colloquy-Voice\`).
- **reader**, **author**, **moderator**, **admin**: an account with this role. Each role includes those before it.

● whatever it is done to, ○ only to what is the viewer's own: what they wrote, hold or are. An API token never does more than its account, nothing that writes without the scope \`WRITE\`, and nothing from the column moderator on without \`MODERATE\`.
`;

const COLUMNS: Record<Standing, string> = {
  ANYBODY: 'anybody',
  VOICE: 'voice',
  READER: 'reader',
  AUTHOR: 'author',
  MODERATOR: 'moderator',
  ADMIN: 'admin',
};

const written = `${HEAD}\n${table().map(line).join('\n')}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, written);
} else if (readFileSync(FILE, 'utf8') !== written) {
  console.error(`${FILE} is stale; \`npm run permissions\` writes it anew.`);
  process.exitCode = 1;
}

function table(): string[][] {
  const rows = Object.values(RULES).map(({ to, from, own, ...rest }) => {
    const marks = STANDINGS.map((standing) => {
      if (isAtLeast(standing, from)) return '●';
      return own !== null && isAtLeast(standing, own) ? '○' : '';
    });
    return [to, ...marks, 'but' in rest ? rest.but : ''];
  });
  const columns = STANDINGS.map((standing) => COLUMNS[standing]);
  return [['', ...columns, 'but'], ['---', ...columns.map(() => ':-:'), '---'], ...rows];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function isAtLeast(one: Standing, other: Standing): boolean {
  return STANDINGS.indexOf(one) >= STANDINGS.indexOf(other);
}
