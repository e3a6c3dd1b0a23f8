// What `npm install` is followed by in a clone: code is generated, and the first start made quick. An install without
// development dependencies runs what was built elsewhere, and needs nothing of this.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { removeForeignCompilers } from './prune-modules.mjs';

if (existsSync('node_modules/tsx') && existsSync('prisma/schema.prisma')) {
  removeForeignCompilers('node_modules');
  run('node_modules/prisma/build/index.js', 'generate');
  run('--import', 'tsx', 'src/cli/make-template.ts');
}

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
