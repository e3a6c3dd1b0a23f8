import { pathToFileURL } from 'node:url';
import type { Ask } from '../shared/channel.ts';
import { compile } from '../shared/compile.ts';
import { spawnServer } from '../shared/server-process.ts';
import type { ControlQuestions } from './control.ts';

/** A server in a separate process. */
export interface ServerProcess {
  readonly url: string;
  readonly ask: Ask<ControlQuestions>;
  close(): Promise<void>;
}

let compiled: ReturnType<typeof compilePrograms> | null = null;

/** Compiles the programs of this room, once. */
function compilePrograms() {
  return compile(new URL('./', import.meta.url), {
    control: 'control.ts',
    limit: 'contestants/limit-server.ts',
    stock: 'contestants/stock-server.ts',
  });
}

/** Starts a program that prints `answers at URL` when it does: the service as it was built, or one of this room. */
export async function startServer(
  name: 'service' | 'limit' | 'stock',
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const paths = await (compiled ??= compilePrograms());
  const program = name === 'service' ? 'dist/main.js' : paths[name];
  const args = ['--expose-gc', '--import', pathToFileURL(paths.control).href, program];
  const { child, ask, whenReady, close } = spawnServer<ControlQuestions>({ label: program, args, env, stdout: 'pipe' });

  let output = '';
  const address = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
      const [, found] = /answers at (http\S+)/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const url = await whenReady(address).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${output}`, { cause: error });
  });
  return { url, ask, close };
}
