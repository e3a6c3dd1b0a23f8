import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { basename, join } from 'node:path';
import { CODE_ROOT } from '../../config/package-root.ts';
import { emptyTemplate } from '../../data/embedded/embedded-template.ts';
import type { Template } from '../../data/embedded/embedded-template.ts';

/** A database with the demo in it, as the code that runs writes it: a change anywhere in the code makes another one. */
export function demoTemplate(code: string = CODE_ROOT): Template {
  const hash = createHash('sha256').update(emptyTemplate().key);
  for (const { parentPath, name } of listFiles(code)) hash.update(readFileSync(join(parentPath, name)));
  return { name: `demo-${basename(code)}`, key: hash.digest('hex') };
}

/** Without the SDK: the service runs nothing of it, and its code is generated later than the template is made. */
function listFiles(code: string): Dirent[] {
  const sdk = join(code, 'sdk');
  return readdirSync(code, { recursive: true, withFileTypes: true }).filter(
    (file) => file.isFile() && !`${file.parentPath}/`.startsWith(`${sdk}/`),
  );
}
