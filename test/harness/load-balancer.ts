import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { findFreePort } from './free-port.ts';

/** Whether this machine has HAProxy, the load balancer of compose.yaml. */
export const HAS_LOAD_BALANCER = spawnSync('haproxy', ['-v']).status === 0;

/** Starts the load balancer of compose.yaml, with its configuration, for two services. @returns its address. */
export async function aLoadBalancer([one, other]: readonly [{ url: string }, { url: string }]): Promise<string> {
  const port = await findFreePort();
  const child = spawn('haproxy', ['-f', 'deploy/haproxy.cfg'], {
    env: {
      PATH: process.env['PATH'],
      LISTEN: `127.0.0.1:${port}`,
      INSTANCE_1: new URL(one.url).host,
      INSTANCE_2: new URL(other.url).host,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onTestFinished(async () => {
    const exited = once(child, 'exit');
    if (child.kill()) await exited;
  });
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error('The load balancer did not start.');
    await setTimeout(20);
  }
  return `http://127.0.0.1:${port}`;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
