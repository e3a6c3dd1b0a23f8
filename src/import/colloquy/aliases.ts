// The same account, tag or page may be here already, under another id: what refers to it there refers to that here.
import type { Connection } from '../../data/database/transaction.ts';
import type { ArchiveTally } from './archive-tally.ts';
import { readCells } from './cells.ts';
import { derive } from './derive.ts';
import { giveNames } from './give-names.ts';
import type { ParsedRecord } from './read/parse-line.ts';

/**
 * The pairs of an id in the archive and the id of the same thing here, given the records as `g`. A tag or a post that is here under its own
 * id stays one, with all that refers to it, when it takes the name or the address of another.
 */
const SAME: Readonly<Record<string, string>> = {
  author: `SELECT g.id, t.id FROM author t JOIN given g ON t.id <> g.id
    AND ((t.issuer = g.issuer AND t.subject = g.subject) OR (t.source = g.source AND t."external_id" = g."externalId"))`,
  tag: `SELECT g.id, t.id FROM tag t JOIN given g ON t.id <> g.id AND t.slug = g.slug
    AND NOT EXISTS (SELECT FROM tag o WHERE o.id = g.id)`,
  post: `SELECT g.id, t.id FROM post t JOIN given g ON t.id <> g.id
    AND (t.page_key = g."pageKey" OR (t.source = g.source AND t.external_id = g."externalId"))
    AND NOT EXISTS (SELECT FROM post o WHERE o.id = g.id)`,
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
    const same = SAME[type];
    if (same !== undefined) await this.#find(client, { same, records });
    const adapted = this.#known.size === 0 ? records : records.map((record) => this.#rename(record));
    if (same === undefined) return adapted;

    const missing = adapted.filter(
      (record, place) => record === records[place] || record.values['id'] === records[place]?.values['id'],
    );
    for (const { line } of records.filter(({ values }) => this.#known.has(String(values['id'])))) {
      tally.note({ type, reason: 'here already, under another id', line });
    }
    return await giveNames(client, { records: missing, tally });
  }

  async #find(
    client: Connection,
    { same, records }: { same: string; records: readonly ParsedRecord[] },
  ): Promise<void> {
    const given = JSON.stringify(
      records.map(({ kind, values }) => ({ ...values, ...(kind.type === 'post' && keyOf(kind.type, values)) })),
    );
    // What the archive has of the row here may take the name from it: who was erased comes back as somebody new.
    const rows = await readCells(client, {
      text: `WITH given AS (SELECT * FROM ${GIVEN})
        SELECT f.id, f.own_id FROM (${same}) AS f (id, own_id)
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
