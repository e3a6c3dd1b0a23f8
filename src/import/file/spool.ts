// Exports mix the comments of all pages, and are larger than memory. They are parted on the disk, so that those of one page can be
// read together.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';

const PARTS = 256;
const BUFFER = 64 * 1024; // characters of a part that are kept before they are written

/** Items on the disk, in groups. */
export interface Spool<Item> {
  add(group: string, item: Item): void;
  /** The groups one by one, each with its items in the order in which they came. A 256th of all is in memory at a time. */
  readGroups(onPart: (step: { readonly part: number; readonly of: number }) => void): Generator<Group<Item>>;
  /** Removes the files. */
  close(): Promise<void>;
}

interface Group<Item> {
  readonly group: string;
  readonly items: readonly Item[];
}

/** @param schema what a line of the files must be. */
export async function openSpool<Item>(schema: z.ZodType<Item>): Promise<Spool<Item>> {
  const directory = await mkdtemp(join(tmpdir(), 'colloquy-import-'));
  const buffers = new Map<number, string>();
  const fileOf = (part: number): string => join(directory, `${part}.ndjson`);
  const flush = (part: number): void => {
    const buffered = buffers.get(part) ?? '';
    if (buffered !== '') appendFileSync(fileOf(part), buffered);
    buffers.delete(part);
  };
  return {
    add(group, item) {
      const part = partOf(group);
      const buffered = `${buffers.get(part) ?? ''}${JSON.stringify(group)}\t${JSON.stringify(item)}\n`;
      buffers.set(part, buffered);
      if (buffered.length > BUFFER) flush(part);
    },
    *readGroups(onPart) {
      for (let part = 0; part < PARTS; part += 1) {
        flush(part);
        const groups = new Map<string, Item[]>();
        for (const line of existsSync(fileOf(part)) ? readFileSync(fileOf(part), 'utf8').split('\n') : []) {
          if (line !== '') addTo(groups, parseLine(line, schema));
        }
        for (const [group, items] of groups) yield { group, items };
        onPart({ part: part + 1, of: PARTS });
      }
    },
    close: async () => {
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function partOf(group: string): number {
  return createHash('md5').update(group).digest().readUInt16BE() % PARTS;
}

// JSON has no raw tab: the first one is that between the two.
function parseLine<Item>(line: string, schema: z.ZodType<Item>): { readonly group: string; readonly item: Item } {
  const tab = line.indexOf('\t');
  return { group: String(JSON.parse(line.slice(0, tab))), item: schema.parse(JSON.parse(line.slice(tab + 1))) };
}

function addTo<Item>(
  groups: Map<string, Item[]>,
  { group, item }: { readonly group: string; readonly item: Item },
): void {
  const items = groups.get(group);
  if (items === undefined) groups.set(group, [item]);
  else items.push(item);
}
