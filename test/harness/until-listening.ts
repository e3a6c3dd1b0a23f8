import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** Waits until a child process listens on a port of 127.0.0.1, and ends the process after the test. */
export async function untilListening(
  child: ChildProcess,
  { port, why }: { port: number; why: () => string },
): Promise<void> {
  onTestFinished(async () => {
    const exited = once(child, 'exit');
    if (child.kill()) await exited;
  });
  while (!(await listens(port))) {
    if (child.exitCode !== null) throw new Error(why());
    await setTimeout(20);
  }
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
