// What `npm install` is followed by in a clone: code is generated, and the first start made quick. An install without
// development dependencies runs what was built elsewhere, and needs nothing of this.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { removeForeignCompilers } from './prune-modules.mjs';

if (existsSync('node_modules/tsx') && existsSync('prisma/schema.prisma')) {
  removeForeignCompilers('node_modules');
  await Promise.all([
    run('node_modules/prisma/build/index.js', 'generate'),
    run('node_modules/@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.ts', '--silent'),
  ]);
  await run('src/install/build-embed.mjs', 'src');
  await run('--import', 'tsx', 'src/cli/make-template.ts');
}

async function run(...args) {
  const [status] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'close');
  if (status !== 0) process.exit(status ?? 1);
}
