// The statements of archives. They are made of the names in src/archive/records, which are constants, and of checked values.
import type { Moment } from '../../archive/cursor.ts';
import type { Kind } from '../../archive/kind.ts';
import { toSnakeCase } from '../database/columns.ts';

/** What is read instead of some columns, as SQL over the row `t`. */
type Instead = Readonly<Record<string, string>>;

interface Selection {
  /** A condition on the row `t`; by default all rows are read. */
  readonly where?: string;
  readonly instead?: Instead;
}

/** The records of a kind as lines of JSON, in the order of the file. Equal rows give equal bytes. */
export function selectLines(kind: Kind, { where = 'TRUE', instead = {} }: Selection = {}): string {
  const fields = Object.entries(kind.fields).map(
    ([name, { type }]) => `${instead[name] ?? asJson(`t.${toSnakeCase(name)}`, type)} AS "${name}"`,
  );
  const order = (kind.order ?? kind.key).map((name) => `t.${toSnakeCase(name)}`);
  return `SELECT row_to_json(r)::text AS line FROM ${kind.table} t
    CROSS JOIN LATERAL (SELECT '${kind.type}' AS "type", ${fields.join(', ')}) r
    WHERE ${kind.where ?? 'TRUE'} AND ${where} ORDER BY ${order.join(', ')}`;
}

function asJson(column: string, type: string): string {
  return type === 'timestamptz' ? `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : column;
}

/** What was deleted, in the order in which it was. */
export function selectDeletions(where: string): string {
  return `SELECT row_to_json(r)::text AS line FROM deleted_row t
    CROSS JOIN LATERAL (SELECT 'deletion' AS "type", t.type AS "of", t.key AS "key") r
    WHERE ${where} ORDER BY t.id`;
}

/** The ends of the logs of the site. */
export const SELECT_SITE = `SELECT row_to_json(r)::text AS line FROM (
  SELECT 'site' AS "type", last_position AS "lastPosition", dropped_position AS "droppedPosition", seq AS "moderationSeq"
  FROM site_log, moderation_log) r`;

/**
 * The condition that the row `t` changed after one moment and not after the other. A mark from beyond `now` was restored with a dump, before
 * the id of the database that both moments have was given.
 */
export function changedBetween(then: Moment, now: Moment): string {
  return `t.changed_in >= ${then.xmin} AND t.changed_in < ${now.xmax}
    AND NOT pg_visible_in_snapshot(t.changed_in::text::xid8, '${then.snapshot}'::pg_snapshot)`;
}
