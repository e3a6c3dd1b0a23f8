import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from '../harness/free-port.ts';

const run = promisify(execFile);

/** A PostgreSQL for this run alone, which may crash. It syncs to the disk, as in production. */
export interface PostgresCluster {
  readonly port: number;
  start(): Promise<void>;
  /** `pg_ctl stop -m immediate`: all connections are cut, and the next start recovers from the WAL. */
  crash(): Promise<void>;
  remove(): Promise<void>;
}

/** An empty cluster in a directory of its own, not yet started. */
export async function makePostgresCluster(): Promise<PostgresCluster> {
  const programs = findPrograms();
  const owner = findOwner();
  const port = await findFreePort();
  const directory = mkdtempSync(join(tmpdir(), 'colloquy-chaos-'));
  if (owner !== null) chownSync(directory, owner.uid, owner.gid);
  const data = join(directory, 'data');
  const options = { cwd: directory, ...owner };
  let child: ChildProcess | null = null;

  async function crash(): Promise<void> {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGQUIT');
    await exited;
  }

  const ofTheRun = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  await run(join(programs, 'initdb'), ['--pgdata', data, ...ofTheRun], { ...options, timeout: 60_000 });

  return {
    port,
    async start() {
      const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'on' };
      const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      const started = spawn(join(programs, 'postgres'), ['-D', data, ...args], {
        ...options,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      child = started;
      let output = '';
      const ended = once(started, 'exit').then(() => Promise.reject(new Error(`PostgreSQL did not start: ${output}`)));
      ended.catch(() => undefined);
      const read = (chunk: Buffer) => (output += chunk.toString());
      started.stderr.on('data', read);
      while (!output.includes('ready to accept connections')) {
        await Promise.race([once(started.stderr, 'data'), ended]);
      }
      started.stderr.off('data', read).resume();
    },
    crash,
    async remove() {
      await crash();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function findPrograms(): string {
  const packaged = '/usr/lib/postgresql';
  const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => Number(b) - Number(a)) : [];
  const directories = [...versions.map((version) => join(packaged, version, 'bin')), askPgConfig()];
  const found = directories.find((directory) => directory !== null && existsSync(join(directory, 'initdb')));
  if (found === undefined || found === null) throw new Error('Expected the programs of a PostgreSQL server: initdb.');
  return found;
}

function askPgConfig(): string | null {
  try {
    return execFileSync('pg_config', ['--bindir'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return null;
  }
}

/** PostgreSQL refuses to run as root. */
function findOwner(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const ask = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString());
  return { uid: ask('-u'), gid: ask('-g') };
}
