import {
  AuditLogDocument,
  AuthorPageDocument,
  CommentsDocument,
  ModeratedCommentDocument,
  SearchCommentsDocument,
  type BareClient,
  type CommentItemFragment,
  type CommentStatus,
} from '../../../sdk/index.ts';
import type { Store } from '../../model/state.ts';
import type { DeskState, Opened, SearchFilter } from './desk-state.ts';
import type { Item } from './queue.ts';

const PAGE = 30; // rows
const HISTORY = 10; // comments
const HISTORY_DAYS = 366;
const STATUSES = ['PUBLISHED', 'HIDDEN', 'DELETED'] as const satisfies readonly CommentStatus[];

interface Finding {
  readonly store: Store<DeskState>;
  readonly client: BareClient;
}

/** Reads what belongs to an item, unless another one is opened meanwhile. */
export async function readOpened({ store, client }: Finding, item: Item): Promise<void> {
  const of = item.__typename === 'Comment' ? item.id : item.parent?.id;
  const show = (change: Partial<Opened>): void => {
    const { opened } = store.state;
    if (opened?.item.id === item.id) store.set({ opened: { ...opened, ...change } });
  };
  await Promise.all([
    of === undefined
      ? null
      : client.request(ModeratedCommentDocument, { comment: of }).then(({ comment }) => show({ details: comment })),
    readHistory(client, item).then((history) => show({ history })),
  ]);
}

/** Of a guest whose comment is held the service tells nothing else. */
async function readHistory(client: BareClient, item: Item): Promise<readonly CommentItemFragment[] | null> {
  const of = item.__typename === 'Comment' ? item.id : await findCommentBy(client, handleOf(item.commenter));
  if (of === null) return null;
  const filter = { byWriterOf: of, days: HISTORY_DAYS };
  const { searchComments } = await client.request(SearchCommentsDocument, { filter, first: HISTORY });
  return searchComments.nodes;
}

function handleOf(commenter: Extract<Item, { __typename: 'HeldComment' }>['commenter']): string | null {
  return commenter.__typename === 'Author' ? commenter.handle : null;
}

/** Some comment of an account; null where there is none. */
async function findCommentBy(client: BareClient, handle: string | null): Promise<string | null> {
  if (handle === null) return null;
  const { author } = await client.request(AuthorPageDocument, { handle, first: 1 });
  return author?.comments.nodes[0]?.id ?? null;
}

/** Searches anew, or for the next page. */
export async function search({ store, client }: Finding, isNext = false): Promise<void> {
  const { filter, found } = store.state;
  const conditions = await readConditions(client, filter);
  // Nobody has the name, or there is no such post.
  if (conditions === null) {
    store.set({ found: { nodes: [], after: null } });
    return;
  }
  const { searchComments } = await client.request(SearchCommentsDocument, {
    ...{ filter: conditions, first: PAGE },
    ...(isNext && { after: found.after }),
  });
  store.set({ found: joinPage(isNext ? found.nodes : [], searchComments) });
}

async function readConditions(client: BareClient, { text, status, days, commenter, post, byWriterOf }: SearchFilter) {
  const writer = byWriterOf?.id ?? (await findCommentBy(client, commenter === '' ? null : commenter.replace(/^@/, '')));
  const found = post === '' ? null : await client.request(CommentsDocument, { post: { slug: post }, first: 0 });
  if ((commenter !== '' && writer === null) || (found !== null && found.post === null)) return null;
  const known = STATUSES.find((one) => one === status);
  return {
    days,
    ...(text !== '' && { text }),
    ...(known !== undefined && { status: known }),
    ...(writer !== null && { byWriterOf: writer }),
    ...(found?.post != null && { postId: found.post.id }),
  };
}

/** Reads the audit log from its newest entry, or its next page. */
export async function readAudit({ store, client }: Finding, isNext = false): Promise<void> {
  const { audit } = store.state;
  const { auditLog } = await client.request(AuditLogDocument, { first: PAGE, ...(isNext && { after: audit.after }) });
  store.set({ audit: joinPage(isNext ? audit.nodes : [], auditLog) });
}

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

/** A list with its next page. */
function joinPage<Node>(before: readonly Node[], { nodes, pageInfo }: Page<Node>) {
  return { nodes: [...before, ...nodes], after: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null };
}

/** A comment by its id, as an item; null where there is none. */
export async function findItem(client: BareClient, id: string): Promise<Item | null> {
  const { comment } = await client.request(ModeratedCommentDocument, { comment: id });
  return comment === null ? null : { ...comment, __typename: 'Comment' };
}
