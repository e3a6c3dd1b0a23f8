import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createAsk, type Ask, type Questions } from './channel.ts';
import { within } from './clock.ts';

/** A server in a separate process, which may not listen yet. */
export interface ServerProcess<Known extends Questions> {
  readonly child: ChildProcess;
  readonly ask: Ask<Known>;
  /** Waits for `ready`, but not for longer than the server runs; ends the server when it fails. */
  whenReady<Value>(ready: Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

export interface Program {
  /** How messages name it. */
  readonly label: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Another Node than that of the driver. */
  readonly node?: string;
  /** What becomes of the output: thrown away, as to /dev/null, unless the driver reads it. */
  readonly stdout?: 'ignore' | 'pipe';
  /** What becomes of errors, and of a log: shown, unless it is thrown away. */
  readonly stderr?: 'ignore' | 'inherit';
}

const PATIENCE = 120_000; // 2 minutes: a busy machine is slow, not wrong

const running = new Set<() => Promise<void>>();

/** Ends every server that still runs, when the benchmark is interrupted. */
export async function closeServers(): Promise<void> {
  await Promise.all([...running].map((close) => close()));
}

/** Starts a program in the directory of the repository. It has the given environment, PATH and HOME, and nothing else. */
export function spawnServer<Known extends Questions>(program: Program): ServerProcess<Known> {
  const { label, args, env, node = process.execPath, stdout = 'ignore', stderr = 'inherit' } = program;
  const { PATH, HOME } = process.env;
  const child = spawn(node, args, {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: { PATH, HOME, ...env },
    stdio: ['ignore', stdout, stderr, 'ipc'],
  });
  const ask = createAsk<Known>(child, label);
  const exited = once(child, 'exit');
  const early = exited.then(() => Promise.reject(new Error(`${label} ended before it was ready`)));
  early.catch(() => undefined); // told by `whenReady`

  const close = async () => {
    running.delete(close);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await within(12_000, exited, `Ending ${label}`).catch(() => child.kill('SIGKILL'));
    await exited;
  };
  running.add(close);

  return {
    child,
    ask,
    async whenReady(ready) {
      try {
        return await within(PATIENCE, Promise.race([ready, early]), `Starting ${label}`);
      } catch (error) {
        await close();
        throw error;
      }
    },
    close,
  };
}
