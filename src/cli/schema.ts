import { readFileSync, writeFileSync } from 'node:fs';
import { printSdl } from '../graphql/print-sdl.ts';
import { schema } from '../graphql/schema.ts';

const FILE = 'schema/schema.graphql';

const printed = printSdl(schema);
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, printed);
} else if (readFileSync(FILE, 'utf8') !== printed) {
  console.error(`${FILE} is stale; \`npm run schema\` prints it anew.`);
  process.exitCode = 1;
}
