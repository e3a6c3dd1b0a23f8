import type { Connection } from '../../data/database/transaction.ts';
import type { ArchiveTally } from './archive-tally.ts';
import { nameFieldOf, giveNames } from './give-names.ts';
import type { ParsedRecord } from './read/parse-line.ts';

interface Refusal {
  readonly record: ParsedRecord;
  /** What only one row may have, and another one has. */
  readonly constraint: string;
  readonly tally: ArchiveTally;
}

/**
 * A record as it can stand beside the row that the database refused it for. A post or a comment is worth more than its slug, and than
 * what lets a client repeat its write safely. Null where only one of the two can stand.
 */
export async function mendRefused(
  client: Connection,
  { record, constraint, tally }: Refusal,
): Promise<ParsedRecord | null> {
  const { kind, values, line } = record;
  if (constraint.endsWith('_client_mutation_id_key')) {
    tally.note({ type: kind.type, reason: 'its clientMutationId is another’s here, and was left out', line });
    return { ...record, values: { ...values, clientMutationId: null, clientMutationHash: null } };
  }
  const name = nameFieldOf(kind.type);
  if (name === null || constraint !== `${kind.table}_${name}_key`) return null;
  const [named] = await giveNames(client, { records: [record], tally });
  return named === undefined || named === record ? null : named;
}
