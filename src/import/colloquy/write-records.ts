import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from '../../data/database/transaction.ts';
import type { Kind } from '../../archive/kind.ts';
import { errorCode } from '../../data/database/database-error.ts';
import type { ArchiveTally } from './archive-tally.ts';
import { readCells } from './cells.ts';
import { derive, DERIVED } from './derive.ts';
import { mendRefused } from './mend-refused.ts';
import type { ParsedRecord } from './read/parse-line.ts';
import { sameBodiesOf, upsertOf } from './upsert-sql.ts';

const RENDERED_AT_ONCE = 50; // texts

const statements = new Map<Kind, string>();

/**
 * Writes records of one kind. Where the database refuses them together, each is written alone, so that a fault costs the record that has it.
 */
export async function writeRecords(
  client: Connection,
  { records, tally }: { readonly records: readonly ParsedRecord[]; readonly tally: ArchiveTally },
): Promise<void> {
  const [first] = records;
  if (first === undefined) return;
  await client.query('SAVEPOINT records');
  try {
    await write(client, { kind: first.kind, records, tally });
    await client.query('RELEASE SAVEPOINT records');
  } catch (error) {
    const reason = explainRefusal(error);
    if (reason === null) throw error;
    await client.query('ROLLBACK TO SAVEPOINT records; RELEASE SAVEPOINT records');
    if (records.length === 1) {
      const mended = await mendRefused(client, { record: first, constraint: constraintOf(error), tally });
      if (mended === null) tally.skip({ type: first.kind.type, reason, line: first.line });
      else await writeRecords(client, { records: [mended], tally });
    } else {
      // By halves: most of them are right.
      const middle = Math.ceil(records.length / 2);
      await writeRecords(client, { records: records.slice(0, middle), tally });
      await writeRecords(client, { records: records.slice(middle), tally });
    }
  }
}

interface Writing {
  readonly kind: Kind;
  readonly records: readonly ParsedRecord[];
  readonly tally: ArchiveTally;
}

async function write(client: Connection, { kind, records, tally }: Writing): Promise<void> {
  const text = statements.get(kind) ?? upsertOf(kind);
  statements.set(kind, text);
  const rendered = await findRendered(client, { kind, records });
  const rows: object[] = [];
  for (const { values } of records) {
    // A service that imports has requests to answer meanwhile.
    if (rows.length % RENDERED_AT_ONCE === 0) await nextTurn();
    rows.push({ ...values, ...derive(kind.type, values, rendered.has(String(values['id']))) });
  }
  const json = JSON.stringify(rows);
  const [[added, changed, kept] = []] = await readCells(client, { text, values: [json] });
  const counts = tally.of(kind.type);
  counts.added += Number(added);
  counts.changed += Number(changed);
  counts.kept += Number(kept);
}

async function findRendered(
  client: Connection,
  { kind, records }: Omit<Writing, 'tally'>,
): Promise<ReadonlySet<string>> {
  if (DERIVED[kind.type] === undefined) return new Set();
  const given = JSON.stringify(records.map(({ values: { id, body } }) => ({ id, body })));
  const rows = await readCells(client, { text: sameBodiesOf(kind), values: [given] });
  return new Set(rows.map(([id]) => String(id)));
}

/** Why a record cannot be stored; null for an error that is no fault of the record. */
function explainRefusal(error: unknown): string | null {
  const code = errorCode(error);
  if (code === '23503') return 'refers to something that is neither here nor in the file';
  if (code === '23505') return `what only one may have is another’s here (${constraintOf(error)})`;
  if (code === '23514') return `breaks a rule of the database (${constraintOf(error)})`;
  if (code === '54000') return 'the database cannot hold one of its values: it is too long';
  if (code === '21000') return 'stands twice in the file';
  return code?.startsWith('22') === true ? 'the database cannot hold one of its values' : null;
}

function constraintOf(error: unknown): string {
  return error instanceof Error && 'constraint' in error ? String(error.constraint) : 'unknown';
}
