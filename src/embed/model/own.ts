import { applyEvent, OwnCommentsDocument, OwnHeldCommentsDocument } from '../../sdk/index.ts';
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
    for (const node of nodes) if (node?.__typename === 'Comment') rememberOwn(store, node);
  }
}

/** Keeps what is the viewer's own, and the counts that came with it. */
export function rememberOwn(store: Store, comment: Pick<OwnComment, 'id' | 'reactions'> & Partial<OwnComment>): void {
  const { own, discussion } = store.state;
  const known = own.get(comment.id);
  const whole = known === undefined ? (isWhole(comment) ? comment : null) : { ...known, ...comment };
  store.set({
    ...(whole !== null && { own: new Map([...own, [comment.id, whole]]) }),
    ...(discussion !== null && {
      discussion: applyEvent(discussion, {
        ...{ __typename: 'CommentReactionsEvent', cursor: discussion.cursor, occurredAt: '', clientMutationId: null },
        node: { id: comment.id, reactions: comment.reactions.map(({ kind, count }) => ({ kind, count })) },
      }),
    }),
  });
}

function isWhole(comment: Partial<OwnComment>): comment is OwnComment {
  return comment.viewerCanEdit !== undefined;
}

/** Asks what the viewer wrote that waits for a moderator, or was turned down. */
export async function readHeld({ store, clients }: Asking): Promise<void> {
  const { discussion } = store.state;
  if (discussion === null || !(await clients.isKnown())) return;
  const { post } = await clients.viewer.request(OwnHeldCommentsDocument, { post: { id: discussion.postId } });
  store.set({ held: post?.viewerHeldComments.nodes ?? [] });
}
