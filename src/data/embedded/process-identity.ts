// Which process wrote a lock, and whether it still runs. A pid alone says little: it is given again, and means nothing in another container.
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { z } from 'zod';

export const processIdentity = z.object({
  pid: z.number().int().positive(),
  /** When the process started, in the words of its system; null where that cannot be learnt. */
  startTime: z.string().nullable(),
  host: z.string(),
  /** The space in which the pid means something: the machine since it started, and its container if there is one. */
  pidSpace: z.string(),
  /** When the machine started, in milliseconds since 1970; known to some seconds only. */
  bootedAt: z.number(),
});

export type ProcessIdentity = Readonly<z.infer<typeof processIdentity>>;

const CLOCK_SLACK = 60_000; // 60 seconds

let self: ProcessIdentity | null = null;

export function identifySelf(): ProcessIdentity {
  self ??= {
    pid: process.pid,
    startTime: readStartTime(process.pid),
    host: hostname(),
    pidSpace: readPidSpace(),
    bootedAt: Date.now() - uptime() * 1_000,
  };
  return self;
}

/** Whether the process still runs; null where that cannot be known: it belongs to another machine or container, or to the time before a restart. */
export function isRunning(holder: ProcessIdentity): boolean | null {
  const { pidSpace, bootedAt } = identifySelf();
  if (holder.pidSpace !== pidSpace) return null;
  if (holder.startTime === null && Math.abs(holder.bootedAt - bootedAt) > CLOCK_SLACK) return null;
  if (!hasProcess(holder.pid)) return false;
  return holder.startTime === null || holder.startTime === readStartTime(holder.pid);
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readStartTime(pid: number): string | null {
  try {
    if (process.platform === 'linux') return readLinuxStartTime(pid);
    if (process.platform === 'win32') return null;
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { LC_ALL: 'C', TZ: 'UTC' },
    }).trim();
  } catch {
    return null;
  }
}

/** The 22nd field of `/proc/PID/stat`, counted after the name: that may hold spaces and brackets itself. */
function readLinuxStartTime(pid: number): string | null {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function readPidSpace(): string {
  if (process.platform !== 'linux') return hostname();
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
