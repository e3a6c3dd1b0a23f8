import { GraphQLScalarType } from 'graphql';
import { firstPage } from './page.mjs';
import { createReply, findNewestPosts, findPost } from './statements.mjs';

export const resolvers = {
  DateTime: new GraphQLScalarType({ name: 'DateTime', serialize: (date) => date.toISOString() }),
  Query: {
    async post(_root, { by }) {
      const [post = null] = by.slug === undefined ? await findPost.byId(by.id) : await findPost.bySlug(by.slug);
      return post;
    },
    async posts(_root, { first }) {
      return firstPage(await findNewestPosts(first + 1), { size: first, cursorOf: ({ slug }) => slug });
    },
  },
  Comment: {
    depth: ({ path }) => path.length - 1,
  },
  Mutation: {
    async createComment(_root, { input }, { accountId }) {
      const { postId, parentId, body, clientMutationId } = input;
      const [comment] = await createReply(postId, parentId, body, clientMutationId, accountId);
      if (comment === undefined) throw new Error('Expected a published comment to reply to; found none.');
      return { clientMutationId: comment.clientMutationId, cursor: String(comment.number), comment };
    },
  },
  CreateCommentResult: {
    resolveType: (value) => ('issues' in value ? 'ValidationError' : 'CreateCommentPayload'),
  },
};
