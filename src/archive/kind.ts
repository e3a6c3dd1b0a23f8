import type { Fields } from './fields.ts';

/** A kind of records. */
export interface Kind {
  /** The `type` of its records. */
  readonly type: string;
  readonly table: string;
  /** Which rows of the table are records, as SQL over the row `t`; by default all. */
  readonly where?: string;
  /** The fields that identify a record. */
  readonly key: readonly string[];
  /** The fields that order the records in the file; by default those of the key. */
  readonly order?: readonly string[];
  readonly fields: Fields;
  /** What is wrong with a record whose fields are each in order; null where nothing is. */
  readonly findContradiction?: (values: Readonly<Record<string, unknown>>) => string | null;
}
