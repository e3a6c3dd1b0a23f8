// The proxies of docs/operating.md, run as written there: only ports, files and addresses are filled in.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { untilListening } from './until-listening.ts';

export type ProxyName = 'nginx' | 'haproxy';

export interface ReverseProxy {
  readonly port: number;
  /** The address of the service, with `PORT` in place of the port. */
  readonly service: string;
  /** Whether the proxy serves the service under `/talk/`, not at the root. */
  readonly hasPath: boolean;
}

/** Whether this machine has the proxy, and the program that makes its certificate. */
export function canRun(name: ProxyName): boolean {
  return spawnSync(name, ['-v']).status === 0 && spawnSync('openssl', ['version']).status === 0;
}

/** Starts a proxy with TLS on a port of 127.0.0.1. @returns the certificate for its clients to trust. */
export async function startProxy(name: ProxyName, { port, service, hasPath }: ReverseProxy): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), `colloquy-${name}-`));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const [certificate, key, both] = ['cert.pem', 'key.pem', 'both.pem'].map((file) => join(directory, file));
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...subject];
  const { status, stderr } = spawnSync('openssl', [...made, '-out', String(certificate), '-keyout', String(key)]);
  if (status !== 0) throw new Error(String(stderr));
  const ca = await readFile(String(certificate), 'utf8');
  await writeFile(String(both), ca + (await readFile(String(key), 'utf8')));

  const filled = (await readExample(name, hasPath))
    .replace(/listen 443|bind :443/, (found) => found.replace(/:?443/, `127.0.0.1:${port}`))
    .replace(/server (one )?127\.0\.0\.1:4000/, `server $1${new URL(service).host}`)
    .replace(/\/etc\/ssl\/certs\/[\w.]+/, String(certificate))
    .replace(/\/etc\/ssl\/private\/[\w.]+/, String(key))
    .replace(/\/etc\/haproxy\/[\w.]+\.pem/, String(both));
  const file = join(directory, 'proxy.conf');
  await writeFile(file, name === 'nginx' ? wrapForNginx(filled, directory) : `${filled}\n`);
  await run(name, { args: name === 'nginx' ? ['-p', directory, '-c', file] : ['-f', file], port });
  return ca;
}

/** The first block of the proxy's language is the whole file; the second has the changes for a path. */
async function readExample(name: ProxyName, hasPath: boolean): Promise<string> {
  const page = await readFile('docs/operating.md', 'utf8');
  const blocks = [...page.matchAll(new RegExp(`\`\`\`${name}\\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);
  const [whole = '', underPath = ''] = blocks;
  if (!hasPath) return whole;
  return name === 'nginx' ? whole.replace(/ {2}location \/ \{.*?\}/s, underPath) : whole + underPath;
}

/** The configuration that a distribution's package puts around a file of conf.d. */
function wrapForNginx(server: string, directory: string): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
    daemon off; pid ${directory}/pid; error_log stderr warn; events {}
    http { access_log off; ${kinds.map((kind) => `${kind}_temp_path ${directory}/${kind};`).join(' ')}
    ${server} }`;
}

async function run(name: ProxyName, { args, port }: { args: string[]; port: number }): Promise<void> {
  const child = spawn(name, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  await untilListening(child, { port, why: () => said.join('') });
}
