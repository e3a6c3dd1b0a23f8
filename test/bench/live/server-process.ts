import type { Ask } from '../shared/channel.ts';
import { spawnServer } from '../shared/server-process.ts';
import type { ControlQuestions } from './control.ts';

/** A server in a separate process. */
export interface ServerProcess {
  readonly url: string;
  readonly ask: Ask<ControlQuestions>;
  close(): Promise<void>;
}

const CONTROL = new URL('control.ts', import.meta.url);

/** Starts a program that prints `answers at URL` when it does. */
export async function startServer(program: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const imports = ['--import', 'tsx', '--import', CONTROL.href];
  const args = ['--expose-gc', ...imports, program];
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
