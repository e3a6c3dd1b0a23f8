import { slicePage, type Page, type Slice } from '../../relay/page.ts';

/** What a page of a list asks of Prisma. */
interface PageQuery {
  readonly where: { readonly id?: { readonly lt: string } | { readonly gt: string } };
  readonly orderBy: { readonly id: 'asc' | 'desc' };
  readonly take: number;
}

/** A page of a list by id, which begins with the time: newest first. */
export async function readPageById<Row>(
  page: Page<string>,
  read: (query: PageQuery) => Promise<readonly Row[]>,
): Promise<Slice<Row>> {
  const { isForward, size, key } = page;
  const rows = await read({
    where: key === null ? {} : { id: isForward ? { lt: key } : { gt: key } },
    orderBy: { id: isForward ? 'desc' : 'asc' },
    take: size + 1,
  });
  return slicePage(rows, page);
}
