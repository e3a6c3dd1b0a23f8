/**
 * A column that was selected where the row was read.
 *
 * @throws where it was not: what a statement reads and what is shown of it do not agree.
 */
export function requireRead<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('Expected a column that was read; found one that was left out.');
  return value;
}
