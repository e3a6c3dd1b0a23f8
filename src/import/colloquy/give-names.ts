// Handles and slugs, which only one may have: one that is another's here gets a number.
import type { Connection } from '../../data/database/transaction.ts';
import { suffixedHandle } from '../../text/handle.ts';
import { suffixed } from '../../text/slug.ts';
import type { ArchiveTally } from './archive-tally.ts';
import { readCells } from './cells.ts';
import type { ParsedRecord } from './read/parse-line.ts';
import { UNTOUCHED } from './upsert-sql.ts';

interface Naming {
  readonly name: 'handle' | 'slug';
  readonly nextName: (name: string, n: number) => string;
}

const NAMINGS: Readonly<Record<string, Naming>> = {
  author: { name: 'handle', nextName: suffixedHandle },
  tag: { name: 'slug', nextName: suffixed },
  post: { name: 'slug', nextName: suffixed },
};

/** The field of a type of records that holds a name which only one may have. */
export function nameFieldOf(type: string): string | null {
  return NAMINGS[type]?.name ?? null;
}

interface Renaming {
  readonly records: readonly ParsedRecord[];
  readonly tally: ArchiveTally;
}

/** The records with names that are free: a number stands behind one that another row has here. */
export async function giveNames(client: Connection, { records, tally }: Renaming): Promise<ParsedRecord[]> {
  const [first] = records;
  const naming = NAMINGS[first?.kind.type ?? ''];
  if (first === undefined || naming === undefined) return [...records];
  const { name, nextName } = naming;
  const newNames = new Map(records.map(({ values }) => [String(values['id']), String(values[name])]));
  const holdersOf = async (names: readonly string[]) => {
    const rows = await readCells(client, {
      text: `SELECT ${name}, id, ${UNTOUCHED} FROM ${first.kind.table} t WHERE ${name} = ANY($1)`,
      values: [names],
    });
    // A row that gets another name here leaves its own, unless it was changed here and stays as it is.
    const leaves = ([taken, id, isUntouched]: unknown[]) =>
      isUntouched === true && (newNames.get(String(id)) ?? taken) !== taken;
    return new Map(rows.filter((row) => !leaves(row)).map(([taken, id]) => [String(taken), String(id)]));
  };

  const holders = await holdersOf([...newNames.values()]);
  // A number that makes one name another one of the file would only take that one's.
  const given = new Set(newNames.values());
  const named: ParsedRecord[] = [];
  for (const record of records) {
    const wished = String(record.values[name]);
    const isHeld = (holder: string | undefined) => holder !== undefined && holder !== record.values['id'];
    let free = wished;
    for (let n = 2, holder = holders.get(wished); isHeld(holder) || (free !== wished && given.has(free)); n += 1) {
      free = nextName(wished, n);
      holder = (await holdersOf([free])).get(free);
    }
    given.add(free);
    named.push(free === wished ? record : rename(record, { name, free, tally }));
  }
  return named;
}

function rename(record: ParsedRecord, to: { name: string; free: string; tally: ArchiveTally }): ParsedRecord {
  const reason = `the ${to.name} is another’s here, and got a number`;
  to.tally.note({ type: record.kind.type, reason, line: record.line });
  return { ...record, values: { ...record.values, [to.name]: to.free } };
}
