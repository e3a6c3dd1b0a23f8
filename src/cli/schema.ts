import { readFileSync, writeFileSync } from 'node:fs';
import { printJsonSchema } from '../archive/json-schema.ts';
import { printSdl } from '../graphql/print-sdl.ts';
import { schema } from '../graphql/schema.ts';

const FILES = { 'schema/schema.graphql': printSdl(schema), 'schema/archive.schema.json': printJsonSchema() };

for (const [file, printed] of Object.entries(FILES)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(file, printed);
  } else if (readFileSync(file, 'utf8') !== printed) {
    console.error(`${file} is stale; \`npm run schema\` prints it anew.`);
    process.exitCode = 1;
  }
}
