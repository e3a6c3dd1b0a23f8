import { Client, fetchExchange, subscriptionExchange } from 'urql';
import { createLiveClient } from '../shared/live-client.ts';
import { readVoice } from '../shared/page.ts';
import { cache } from './cache.ts';

const liveClient = createLiveClient();

export const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  fetchOptions: () => ({ headers: { 'colloquy-voice': readVoice() } }),
  exchanges: [
    cache,
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query = '', variables }) => ({
        subscribe: (sink) => ({ unsubscribe: liveClient.subscribe({ query, variables }, sink) }),
      }),
    }),
  ],
});
