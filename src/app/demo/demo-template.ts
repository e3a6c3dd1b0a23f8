import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CODE_ROOT } from '../../config/package-root.ts';
import { emptyTemplate } from '../../data/embedded/embedded-template.ts';
import type { Template } from '../../data/embedded/embedded-template.ts';

/** A database with the demo in it, as the code that runs writes it: a change anywhere in the code makes another one. */
export function demoTemplate(): Template {
  const hash = createHash('sha256').update(emptyTemplate().key);
  for (const file of readdirSync(CODE_ROOT, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) hash.update(readFileSync(join(file.parentPath, file.name)));
  }
  return { name: `demo-${basename(CODE_ROOT)}`, key: hash.digest('hex') };
}
