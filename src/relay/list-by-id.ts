import { toConnection, type Connection } from './connection.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { readPage, type Page, type PageArgs, type Slice } from './page.ts';

/** A list whose cursors are the ids of its rows. */
interface ListById {
  readonly kind: 'API_TOKENS' | 'AUDIT' | 'FLAGS' | 'HELD' | 'MUTES' | 'SEARCH';
  /** What the list is of; empty where there is one of its kind. */
  readonly scope: string;
}

interface Reading<Row> {
  readonly read: (page: Page<string>) => Promise<Slice<Row>>;
  readonly count: () => number | Promise<number>;
}

/**
 * A page of such a list, as a connection.
 *
 * @throws {CodedError} `BAD_CURSOR`, or `BAD_USER_INPUT` for arguments that no page has.
 */
export async function listById<Row extends { readonly id: string }>(
  { kind, scope }: ListById,
  args: PageArgs,
  { read, count }: Reading<Row>,
): Promise<Connection<Row>> {
  const page = readPage(args, (cursor) => decodeCursor(cursor, { kind, scope })[0]);
  return toConnection(await read(page), {
    cursorOf: ({ id }) => encodeCursor(kind, { scope, key: [id] }),
    totalCount: count,
  });
}
