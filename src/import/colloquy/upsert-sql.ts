import type { Kind } from '../../archive/kind.ts';
import { toSnakeCase } from '../../data/database/columns.ts';
import { DERIVED } from './derive.ts';

/** The rows that imports wrote last: nobody has changed them here since. */
export const UNTOUCHED = 't.changed_in IN (SELECT number FROM import_transaction)';

/** Whether an import may write to the row `t`: what is no record has nothing that could be lost. */
function isFree({ where }: Kind): string {
  return where === undefined ? UNTOUCHED : `(${UNTOUCHED} OR NOT (${where}))`;
}

/** Kinds whose rows are written once, and never changed. */
const GROW_ONLY = ['auditEntry'];

/**
 * Writes records, given as one JSON array: new rows are added, and rows that only imports have written are changed where they differ.
 * Returns how many were added, were changed, and differ and stay, because they were changed here.
 */
export function upsertOf(kind: Kind): string {
  const { table, key, fields, type } = kind;
  const columns = {
    ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.type])),
    ...DERIVED[type],
  };
  const names = Object.keys(columns);
  const others = Object.keys(fields).filter((name) => !key.includes(name));
  const differs = (one: string, other: (name: string) => string) =>
    `(${others.map((name) => `${one}.${toSnakeCase(name)}`).join(', ')}) IS DISTINCT FROM (${others.map(other).join(', ')})`;
  const changes = names
    .filter((name) => !key.includes(name))
    .map(
      (name) =>
        `${toSnakeCase(name)} = ${textsOf(type).includes(name) ? keepWhereSame(name) : `excluded.${toSnakeCase(name)}`}`,
    );
  const update = `DO UPDATE SET ${changes.join(', ')}
      WHERE ${isFree(kind)} AND ${differs('t', (name) => `excluded.${toSnakeCase(name)}`)}`;

  return `
    WITH given AS MATERIALIZED (
      SELECT * FROM json_to_recordset($1::json) AS g (${names.map((name) => `"${name}" ${columns[name] ?? ''}`).join(', ')})
    ), done AS (
      INSERT INTO ${table} AS t (${names.map(toSnakeCase).join(', ')})
      SELECT ${names.map((name) => `g."${name}"`).join(', ')} FROM given g
      ON CONFLICT (${key.map(toSnakeCase).join(', ')}) ${GROW_ONLY.includes(type) ? 'DO NOTHING' : update}
      RETURNING (t.xmax = 0) AS is_added
    )
    SELECT count(*) FILTER (WHERE is_added)::int, count(*) FILTER (WHERE NOT is_added)::int, (
      SELECT count(*)::int FROM given g JOIN ${table} t ON ${key.map((name) => `t.${toSnakeCase(name)} = g."${name}"`).join(' AND ')}
      WHERE NOT ${isFree(kind)} AND ${differs('t', (name) => `g."${name}"`)}
    ) FROM done`;
}

/** The columns that follow from the body alone. */
function textsOf(type: string): string[] {
  return Object.keys(DERIVED[type] ?? {}).filter((name) => name !== 'pageKey');
}

/** What was rendered stays where the body does: it is not rendered again then. */
function keepWhereSame(name: string): string {
  const column = toSnakeCase(name);
  return `CASE WHEN t.body IS NOT DISTINCT FROM excluded.body THEN t.${column} ELSE excluded.${column} END`;
}

/** The ids of the records that are here with the same body. */
export function sameBodiesOf({ table }: Kind): string {
  return `SELECT t.id FROM json_to_recordset($1::json) AS g (id uuid, body text) JOIN ${table} t ON t.id = g.id
    WHERE t.body IS NOT DISTINCT FROM g.body`;
}
