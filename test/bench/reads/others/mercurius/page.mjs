/** A page of rows in their order, which are followed by one more where there is one. */
export function firstPage(rows, { size, cursorOf, totalCount = null }) {
  return makePage(rows.slice(0, size), { hasNextPage: rows.length > size, cursorOf, totalCount });
}

/** A page of rows in their order, before which there is one more where there is one. */
export function lastPage(rows, { size, cursorOf }) {
  return makePage(rows.slice(-size), { hasPreviousPage: rows.length > size, cursorOf });
}

function makePage(nodes, { hasNextPage = false, hasPreviousPage = false, cursorOf, totalCount = null }) {
  const [startCursor, endCursor] = [nodes[0], nodes.at(-1)].map((row) => (row === undefined ? null : cursorOf(row)));
  return { nodes, totalCount, pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor } };
}
