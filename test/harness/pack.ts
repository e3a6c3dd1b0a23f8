import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { run, toolPath } from '../sdk/run.ts';

/** Packs a package of the repository in a copy of its sources, so that the working tree stays as it is. @returns its archive. */
export async function pack(name: 'sdk' | 'embed', directory: string): Promise<string> {
  const source = join(directory, 'repository');
  for (const path of ['src/sdk', 'src/embed', 'src/install', 'schema', 'codegen.ts', 'tsconfig.json']) {
    await cp(path, join(source, path), { recursive: true, filter: (file) => !/\/(dist|generated)$/.test(file) });
  }
  await symlink(join(process.cwd(), 'node_modules'), join(source, 'node_modules'));
  await run('npm', { cwd: join(source, 'src', name), args: ['pack', '--pack-destination', directory] });
  const [archive = ''] = (await readdir(directory)).filter((file) => file.endsWith('.tgz'));
  return join(directory, archive);
}

/** Unpacks the archive of a package into the `node_modules` of a project. */
export async function unpack(archive: string, project: string): Promise<void> {
  const [, name = ''] = /colloquy-(\w+)-[\d.]+tgz$/.exec(archive) ?? [];
  const target = join(project, 'node_modules/@colloquy', name);
  await mkdir(target, { recursive: true });
  await run('tar', { cwd: project, args: ['-xzf', archive, '-C', target, '--strip-components=1'] });
}

/** Fails with what `publint` or `@arethetypeswrong/cli` finds wrong with the archive of a package of ES modules. */
export async function requireFaultless(archive: string): Promise<void> {
  const check = async (name: string, args: readonly string[]) =>
    await run(toolPath(name), { cwd: process.cwd(), args });
  const [advice] = await Promise.all([
    check('publint', ['run', archive, '--strict']),
    check('attw', [archive, '--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii', '--no-color']),
  ]);
  // Suggestions are printed, and are no failure of the command.
  if (!advice.includes('All good!')) throw new Error(advice);
}
