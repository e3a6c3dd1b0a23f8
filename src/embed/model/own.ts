import { applyEvent, OwnCommentsDocument, OwnHeldCommentsDocument } from '../../sdk/index.ts';
import type { DiscussionEvent } from '../../sdk/index.ts';
import type { Clients } from './clients.ts';
import type { OwnComment, Store } from './state.ts';

const MOST = 100; // ids that the service takes at once

interface Asking {
  readonly store: Store;
  readonly clients: Clients;
}

/** Asks what the viewer may do with comments that have come near the screen. Of a stranger there is nothing to be known. */
export async function readOwn({ store, clients }: Asking, ids: readonly string[]): Promise<void> {
  if (!(await clients.isKnown())) return;
  const unknown = ids.filter((id) => !store.state.own.has(id));
  if (unknown.length > 0) await ask({ store, clients }, unknown);
}

/** Asks once more for what is not replayed after a cut: the counts of reactions, and what the viewer may do. */
export async function readAgain({ store, clients }: Asking, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await ask({ store, clients }, ids);
}

async function ask({ store, clients }: Asking, ids: readonly string[]): Promise<void> {
  const client = (await clients.isKnown()) ? clients.viewer : clients.reader;
  for (let start = 0; start < ids.length; start += MOST) {
    const { nodes } = await client.request(OwnCommentsDocument, { ids: ids.slice(start, start + MOST) });
    const found = nodes.filter((node): node is OwnComment => node?.__typename === 'Comment');
    store.set({ own: new Map([...store.state.own, ...found.map((comment) => [comment.id, comment] as const)]) });
    countReactions(store, found);
  }
}

type Reactions = Pick<OwnComment, 'id' | 'reactions'>;

/** Keeps the reactions of a comment, which the viewer has just changed. */
export function rememberReactions(store: Store, { id, reactions }: Reactions): void {
  const { own } = store.state;
  const known = own.get(id);
  if (known !== undefined) store.set({ own: new Map([...own, [id, { ...known, reactions }]]) });
  countReactions(store, [{ id, reactions }]);
}

/** Shows the counts that came with what is the viewer's own. */
function countReactions(store: Store, comments: readonly Reactions[]): void {
  const { discussion } = store.state;
  if (discussion === null) return;
  const { cursor } = discussion;
  const events = comments.map(({ id, reactions }): DiscussionEvent => {
    const node = { id, reactions: reactions.map(({ kind, count }) => ({ kind, count })) };
    return { __typename: 'CommentReactionsEvent', cursor, occurredAt: '', clientMutationId: null, node };
  });
  store.set({ discussion: events.reduce(applyEvent, discussion) });
}

/** Asks what the viewer wrote that waits for a moderator, or was turned down. */
export async function readHeld({ store, clients }: Asking): Promise<void> {
  const { discussion } = store.state;
  if (discussion === null || !(await clients.isKnown())) return;
  const { post } = await clients.viewer.request(OwnHeldCommentsDocument, { post: { id: discussion.postId } });
  store.set({ held: post?.viewerHeldComments.nodes ?? [] });
}
