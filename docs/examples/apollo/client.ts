import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import { createLiveClient } from '../shared/live-client.ts';
import { readVoice } from '../shared/page.ts';
import generated from './generated/possible-types.ts';

export const client = new ApolloClient({
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(createLiveClient()),
    new HttpLink({ uri: '/graphql', headers: { 'colloquy-voice': readVoice() } }),
  ),
  cache: new InMemoryCache({
    // The types of each interface and union: without them `... on Error` would match nothing.
    possibleTypes: generated.possibleTypes,
    // Pages of one order make one list; the view by time and the view by thread are two lists.
    typePolicies: { Post: { fields: { comments: relayStylePagination(['order']) } } },
  }),
});
