import { cacheExchange, type Cache } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { CommentAddedSubscription, CommentAddedSubscriptionVariables } from '../shared/generated/graphql.ts';
import { graphql } from '../shared/generated/index.ts';
import schema from './generated/introspection.ts';

const NEW_EDGE = graphql(`
  fragment NewEdge on CommentEdge {
    cursor
    node {
      id
    }
  }
`);

export const cache = cacheExchange({
  schema,
  keys: {
    // An edge is written on its own when a comment arrives. A guest, a payload and an error are part of their parent.
    CommentEdge: ({ cursor }) => cursor as string,
    CommentAddedEvent: () => null,
    Guest: () => null,
    ConflictError: () => null,
    CreateCommentPayload: () => null,
    DiscussionClosedError: () => null,
    ForbiddenError: () => null,
    NotFoundError: () => null,
    TooDeepError: () => null,
    ValidationError: () => null,
  },
  resolvers: { Post: { comments: relayPagination() } },
  updates: {
    Subscription: {
      commentAdded: (
        { commentAdded }: CommentAddedSubscription,
        { postId }: CommentAddedSubscriptionVariables,
        cache,
      ) => appendComment(cache, postId, commentAdded),
    },
  },
});

/** Puts a comment at the end of the newest page, unless it is there already. */
function appendComment(cache: Cache, postId: string, { cursor, node }: CommentAddedSubscription['commentAdded']): void {
  // With the arguments that the query of the discussion has.
  const page = cache.resolve({ __typename: 'Post', id: postId }, 'comments', { order: 'TIME', last: 20 });
  if (typeof page !== 'string') return;
  const edges = cache.resolve(page, 'edges') as string[];
  const added = cache.keyOfEntity({ __typename: 'Comment', id: node.id });
  if (edges.some((edge) => cache.resolve(edge, 'node') === added)) return;

  const edge = { __typename: 'CommentEdge' as const, cursor, node };
  cache.writeFragment(NEW_EDGE, edge);
  cache.link(page, 'edges', [...edges, edge]);
}
