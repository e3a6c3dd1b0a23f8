// Does what a Dockerfile says without an engine: a stage is a folder, and the images that it begins with are this machine.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Where the Dockerfile works, in every stage. */
const WORKDIR = '/app';

export interface Image {
  /** Its working directory. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

/** Lays out the files of the image that the Dockerfile of this repository makes. */
export function layOutImage(into: string): Image {
  let image: Image = { directory: into, env: {}, command: [] };
  for (const line of readFileSync('Dockerfile', 'utf8').split('\n')) {
    const [instruction = '', ...words] = line.split(' ');
    const rest = words.join(' ');
    if (instruction === '' || instruction === '#' || ['WORKDIR', 'USER', 'EXPOSE'].includes(instruction)) continue;
    if (instruction === 'FROM') image = { directory: beginStage(into, words.at(2)), env: {}, command: [] };
    else if (instruction === 'COPY') copy(words, { into, stage: image.directory });
    else if (instruction === 'RUN') run(rest, { stage: image.directory });
    else if (instruction === 'ENV') image = { ...image, env: { ...image.env, ...readEnvironment(words) } };
    else if (instruction === 'CMD') image = { ...image, command: JSON.parse(rest) as string[] };
    else throw new Error(`Expected an instruction that this can follow; found "${line}".`);
  }
  return image;
}

function beginStage(into: string, name = 'image'): string {
  const directory = join(into, name);
  mkdirSync(directory);
  return directory;
}

function copy(words: readonly string[], { into, stage }: { into: string; stage: string }): void {
  const from = words[0]?.startsWith('--from=') ? words[0].slice('--from='.length) : null;
  const paths = from === null ? words : words.slice(1);
  const target = paths.at(-1) ?? '.';
  if (target.startsWith('/')) return; // what is outside of the working directory is this machine's
  for (const path of paths.slice(0, -1)) {
    const source = from === null ? resolve(path) : join(into, from, relative(WORKDIR, path));
    const place = target.endsWith('/') ? join(stage, target, path) : join(stage, target);
    mkdirSync(dirname(place), { recursive: true });
    cpSync(source, place, { recursive: true, filter: (file) => from !== null || !isIgnored(file) });
  }
}

/** What `.dockerignore` takes back of what it lets in. */
function isIgnored(file: string): boolean {
  const ignored: string[] = readFileSync('.dockerignore', 'utf8').match(/^\w.*$/gm) ?? [];
  return ignored.includes(relative('.', file));
}

function run(command: string, { stage }: { stage: string }): void {
  const { PATH = '', HOME } = process.env;
  // The Node that runs this, whichever is installed; and npm asks the registry only for what this clone did not install.
  const env = { PATH: `${dirname(process.execPath)}:${PATH}`, HOME, npm_config_prefer_offline: 'true' };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: stage, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command}\n${stdout}${stderr}`);
}

function readEnvironment(words: readonly string[]): Record<string, string> {
  const pairs = words.map((word) => word.split(/=(.*)/s));
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value]));
}
