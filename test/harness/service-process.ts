import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { findFreePort } from './free-port.ts';

/** The service in a separate process, which can be killed. */
export interface ServiceProcess {
  readonly port: number;
  readonly url: string;
  start(): Promise<void>;
  isRunning(): boolean;
  /** The id of the process. @throws {Error} where it does not run. */
  pid(): number;
  /** Ends it as a crash does: nothing is closed. */
  kill(): Promise<void>;
  /** Ends it as an operator does. @returns the exit code. */
  terminate(): Promise<number | null>;
}

interface ServiceProcessOptions {
  /** The program to run: the service, or a stand-in that prints its address in the same way. */
  readonly script?: string;
  /** Receives a function that ends it; required outside of a test. */
  readonly onEnd?: (end: () => Promise<void>) => void;
}

/** A service that is not started yet. It keeps its port when it is restarted. */
export async function aServiceProcess(
  env: Readonly<Record<string, string>>,
  { script = 'src/main.ts', onEnd = onTestFinished }: ServiceProcessOptions = {},
): Promise<ServiceProcess> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;

  const isRunning = () => child !== null && child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child?.exitCode !== null || child.signalCode !== null) return null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  onEnd(async () => void (await end('SIGKILL')));

  return {
    port,
    url,
    async start() {
      const { PATH, HOME } = process.env;
      const started = spawn(process.execPath, ['--import', 'tsx', script], {
        env: { PATH, HOME, DEMO: 'off', RATE_LIMITS: 'off', PUBLIC_URL: url, ...env, PORT: String(port) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      const output: string[] = [];
      const ended = once(started, 'exit').then(() => Promise.reject(new Error(output.join(''))));
      ended.catch(() => undefined);
      const keep = (chunk: unknown) => output.push(String(chunk));
      started.stdout.on('data', keep);
      started.stderr.on('data', keep);
      while (!output.join('').includes('answers at')) await Promise.race([once(started.stdout, 'data'), ended]);
    },
    isRunning,
    pid() {
      if (child?.pid === undefined) throw new Error('Expected the service to run.');
      return child.pid;
    },
    kill: async () => void (await end('SIGKILL')),
    terminate: async () => await end('SIGTERM'),
  };
}
