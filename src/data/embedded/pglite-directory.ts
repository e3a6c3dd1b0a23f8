import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { DatabaseUnavailableError, errorCode } from '../database/database-error.ts';
import { copyTemplate, emptyTemplate } from './embedded-template.ts';
import type { Template } from './embedded-template.ts';
import { makeDataDirPrivate, PRIVATE_DIRECTORY, PRIVATE_FILE, PrivateNodeFS } from './private-files.ts';

const FATAL = /(?:FATAL|PANIC|DETAIL): +(.+)/;

export interface FirstStart {
  /** What a database is made from when there is none; asked only then. By default it is empty. */
  readonly template?: () => Template;
}

/**
 * Opens the database under a data directory whose lock is held; makes it when there is none.
 *
 * @throws {DatabaseUnavailableError} when it cannot be read or written.
 */
export async function openPGlite(dataDir: string, { template = emptyTemplate }: FirstStart = {}): Promise<PGlite> {
  const directory = directoryIn(dataDir);
  const said: string[] = [];
  const listen = (line: string) => said.push(line) < 0;
  try {
    const finish = prepare(directory);
    makeDataDirPrivate(dataDir);
    // Where there is no template either, PGlite makes an empty database, which takes longer.
    if (!isMade(directory) && !copyTemplate(template(), directory)) copyTemplate(emptyTemplate(), directory);
    const db = await PGlite.create({ fs: new PrivateNodeFS(directory), onStderr: listen });
    finish();
    return db;
  } catch (error) {
    throw errorCode(error) === null ? explainUnreadable(directory, { error, said }) : explainUnwritable(dataDir, error);
  }
}

/** Whether there is a database under a data directory. */
export function hasDatabase(dataDir: string): boolean {
  return isMade(directoryIn(dataDir));
}

export function explainUnwritable(dataDir: string, error: unknown): DatabaseUnavailableError {
  return new DatabaseUnavailableError(`The data directory ${dataDir} cannot be used (${describe(error)}).`, {
    cure: 'Make it a directory that the service may write, or choose another with DATA_DIR.',
    cause: error,
  });
}

/** Creates the directory. An interrupted first start leaves part of an empty database, which is removed. */
function prepare(directory: string): () => void {
  const unfinished = `${directory}.unfinished`;
  if (existsSync(unfinished)) rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
  if (isMade(directory)) return () => rmSync(unfinished, { force: true });
  // PGlite would write a new database over what is left of one.
  if (readdirSync(directory).length > 0) throw new Error('it holds files, but no PG_VERSION');

  writeFileSync(unfinished, 'The first start is making the database.\n', { mode: PRIVATE_FILE });
  return () => rmSync(unfinished, { force: true });
}

function directoryIn(dataDir: string): string {
  return join(dataDir, 'db');
}

function isMade(directory: string): boolean {
  return existsSync(join(directory, 'PG_VERSION'));
}

function explainUnreadable(
  directory: string,
  { error, said }: { error: unknown; said: string[] },
): DatabaseUnavailableError {
  const reasons = said.map((line) => FATAL.exec(line)?.[1]).filter((reason) => reason !== undefined);
  const reason = reasons.at(-1) ?? describe(error);
  const isOtherVersion = reason.includes('not compatible with this version');
  return new DatabaseUnavailableError(
    `The embedded database in ${directory} cannot be opened: ${reason.replace(/\.$/, '')}.`,
    {
      cure: isOtherVersion
        ? 'Open it with the release of Colloquy that made it, or move the directory away to start with an empty one.'
        : 'It is damaged: restore a backup, or move the directory away to start with an empty one.',
      cause: error,
    },
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
