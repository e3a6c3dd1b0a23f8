/**
 * The first column to the left, the numbers to the right.
 *
 * @param gap what stands between two columns.
 */
export function formatTable(rows: readonly (readonly string[])[], gap = '   '): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join(gap)
      .trimEnd(),
  );
}
