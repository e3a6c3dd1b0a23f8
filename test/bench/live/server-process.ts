import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createAsk, type Ask } from './channel.ts';
import { within } from './clock.ts';
import type { ControlQuestions } from './control.ts';

/** A server in a separate process. */
export interface ServerProcess {
  readonly url: string;
  readonly ask: Ask<ControlQuestions>;
  close(): Promise<void>;
}

const running = new Set<() => Promise<void>>();

/** Ends every server that still runs, when the benchmark is interrupted. */
export async function closeServers(): Promise<void> {
  await Promise.all([...running].map((close) => close()));
}

const CONTROL = new URL('control.ts', import.meta.url);

/** Starts a program that prints `answers at URL` when it does. */
export async function startServer(program: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  const { PATH, HOME } = process.env;
  const imports = ['--import', 'tsx', '--import', CONTROL.href];
  const child = spawn(process.execPath, ['--expose-gc', ...imports, program], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ask = createAsk<ControlQuestions>(child, program);
  const exited = once(child, 'exit');

  const close = async () => {
    running.delete(close);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await within(12_000, exited, `Ending ${program}`).catch(() => child.kill('SIGKILL'));
    await exited;
  };

  running.add(close);

  let output = '';
  const url = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
      const [, found] = /answers at (http\S+)/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    });
    void exited.then(() => reject(new Error(`${program} ended: ${output}`)));
  });
  try {
    return { url: await within(30_000, url, `Starting ${program}`), ask, close };
  } catch (error) {
    await close();
    throw error;
  }
}
