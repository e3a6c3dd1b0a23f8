import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { onTestFinished } from 'vitest';
import { findFreePort } from './free-port.ts';

/** The Redis of the suite; by default the local one. */
export const TEST_REDIS_URL = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';

/** A Redis for one test, which can be killed. It persists nothing. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  start(): Promise<void>;
  kill(): Promise<void>;
}

interface RedisServerOptions {
  /** Receives a function that ends it; required outside of a test. */
  readonly onEnd?: (end: () => Promise<void>) => void;
}

/** A Redis that is not started yet. It keeps its port when it is restarted. */
export async function aRedisServer({ onEnd = onTestFinished }: RedisServerOptions = {}): Promise<RedisServer> {
  const port = await findFreePort();
  let child: ChildProcess | null = null;

  const kill = async () => {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  onEnd(kill);

  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const settings = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'];
      const started = spawn('redis-server', [...settings, '--dir', tmpdir()], { stdio: ['ignore', 'pipe', 'inherit'] });
      child = started;
      const ended = once(started, 'exit').then(() => Promise.reject(new Error('The Redis did not start.')));
      ended.catch(() => undefined);
      let output = '';
      started.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      while (!output.includes('Ready to accept')) await Promise.race([once(started.stdout, 'data'), ended]);
    },
    kill,
  };
}
