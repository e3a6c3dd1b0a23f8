// The same account, tag or page may be here already, under another id: what refers to it there refers to that here. And a name that is
// another's here gets a number.
import type { Connection } from '../../data/database/transaction.ts';
import { suffixedHandle } from '../../text/handle.ts';
import { suffixed } from '../../text/slug.ts';
import type { ArchiveTally } from './archive-tally.ts';
import { readCells } from './cells.ts';
import { derive } from './derive.ts';
import type { ParsedRecord } from './parse-line.ts';

interface Naming {
  /** The pairs of an id in the archive and the id of the same thing here, given the records as `g`. */
  readonly same: string;
  /** The name that only one may have. */
  readonly name: 'handle' | 'slug';
  readonly nextName: (name: string, n: number) => string;
}

const NAMINGS: Readonly<Record<string, Naming>> = {
  author: {
    same: `SELECT g.id, t.id FROM author t JOIN given g ON t.id <> g.id
      AND ((t.issuer = g.issuer AND t.subject = g.subject) OR (t.source = g.source AND t."external_id" = g."externalId"))`,
    name: 'handle',
    nextName: suffixedHandle,
  },
  tag: {
    same: 'SELECT g.id, t.id FROM tag t JOIN given g ON t.id <> g.id AND t.slug = g.slug',
    name: 'slug',
    nextName: suffixed,
  },
  post: {
    same: `SELECT g.id, t.id FROM post t JOIN given g ON t.id <> g.id
      AND (t.page_key = g."pageKey" OR (t.source = g.source AND t.external_id = g."externalId"))`,
    name: 'slug',
    nextName: suffixed,
  },
};

const GIVEN =
  'json_to_recordset($1::json) AS g (id uuid, issuer text, subject text, source text, "externalId" text, slug text, "pageKey" text)';

interface Writing {
  readonly records: readonly ParsedRecord[];
  readonly tally: ArchiveTally;
}

export class Aliases {
  readonly #known = new Map<string, string>();

  async load(client: Connection): Promise<void> {
    const rows = await readCells(client, { text: 'SELECT id, own_id FROM archive_alias' });
    for (const [id, ownId] of rows) this.#known.set(String(id), String(ownId));
  }

  /** The id here of what has an id in the archive. */
  read(id: string): string {
    return this.#known.get(id) ?? id;
  }

  /** The records with the ids and the names that they have here, without those that are here under another id. */
  async adapt(client: Connection, { records, tally }: Writing): Promise<readonly ParsedRecord[]> {
    const type = records[0]?.kind.type ?? '';
    const naming = NAMINGS[type];
    if (naming !== undefined) await this.#find(client, { naming, records });
    const adapted = this.#known.size === 0 ? records : records.map((record) => this.#rename(record));
    if (naming === undefined) return adapted;

    const missing = adapted.filter(
      (record, place) => record === records[place] || record.values['id'] === records[place]?.values['id'],
    );
    for (const { line } of records.filter(({ values }) => this.#known.has(String(values['id'])))) {
      tally.note({ type, reason: 'here already, under another id', line });
    }
    return await giveNames(client, { naming, records: missing, tally });
  }

  async #find(
    client: Connection,
    { naming, records }: { naming: Naming; records: readonly ParsedRecord[] },
  ): Promise<void> {
    const given = JSON.stringify(
      records.map(({ kind, values }) => ({ ...values, ...(kind.type === 'post' && keyOf(kind.type, values)) })),
    );
    // What the archive has of the row here may take the name from it: who was erased comes back as somebody new.
    const rows = await readCells(client, {
      text: `WITH given AS (SELECT * FROM ${GIVEN})
        SELECT f.id, f.own_id FROM (${naming.same}) AS f (id, own_id)
        WHERE NOT EXISTS (SELECT 1 FROM given o WHERE o.id = f.own_id)`,
      values: [given],
    });
    for (const [id, ownId] of rows) {
      if (this.#known.has(String(id))) continue;
      this.#known.set(String(id), String(ownId));
      await client.query('INSERT INTO archive_alias VALUES ($1, $2)', [id, ownId]);
      if (records[0]?.kind.type === 'post') {
        await client.query('INSERT INTO own_discussion VALUES ($1) ON CONFLICT DO NOTHING', [ownId]);
      }
    }
  }

  #rename(record: ParsedRecord): ParsedRecord {
    const values: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(record.values))
      values[name] = typeof value === 'string' ? this.read(value) : value;
    return { ...record, values };
  }
}

function keyOf(type: string, values: ParsedRecord['values']): object {
  const { pageKey } = derive(type, { ...values, body: null });
  return { pageKey };
}

/** A number behind a name that another row has here. */
async function giveNames(
  client: Connection,
  { naming, records, tally }: Writing & { readonly naming: Naming },
): Promise<ParsedRecord[]> {
  const { name, nextName } = naming;
  const table = records[0]?.kind.table ?? '';
  const newNames = new Map(records.map(({ values }) => [String(values['id']), String(values[name])]));
  const holdersOf = async (names: readonly string[]) => {
    if (names.length === 0) return new Map<string, string>();
    const rows = await readCells(client, {
      text: `SELECT ${name}, id FROM ${table} WHERE ${name} = ANY($1)`,
      values: [names],
    });
    // A row that gets another name here leaves its own.
    const held = rows.filter(([taken, id]) => (newNames.get(String(id)) ?? taken) === taken);
    return new Map(held.map(([taken, id]) => [String(taken), String(id)]));
  };

  const holders = await holdersOf(records.map(({ values }) => String(values[name])));
  const named: ParsedRecord[] = [];
  for (const record of records) {
    const wished = String(record.values[name]);
    let given = wished;
    for (let n = 2, holder = holders.get(wished); holder !== undefined && holder !== record.values['id']; n += 1) {
      given = nextName(wished, n);
      holder = (await holdersOf([given])).get(given);
    }
    if (given !== wished)
      tally.note({
        type: record.kind.type,
        reason: `the ${name} is another’s here, and got a number`,
        line: record.line,
      });
    named.push(given === wished ? record : { ...record, values: { ...record.values, [name]: given } });
  }
  return named;
}
