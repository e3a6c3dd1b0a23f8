import { spawn, spawnSync } from 'node:child_process';
import { findFreePort } from './free-port.ts';
import { untilListening } from './until-listening.ts';

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
  await untilListening(child, { port, why: () => 'The load balancer did not start.' });
  return `http://127.0.0.1:${port}`;
}
