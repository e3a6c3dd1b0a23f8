import type { Sink } from 'graphql-ws';
import {
  Environment,
  Network,
  Observable,
  type FetchFunction,
  type GraphQLResponse,
  type SubscribeFunction,
} from 'relay-runtime';
import { createLiveClient } from '../shared/live-client.ts';
import { readVoice } from '../shared/page.ts';

const liveClient = createLiveClient();

const fetchOnce: FetchFunction = async ({ text }, variables) => {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'colloquy-voice': readVoice() },
    body: JSON.stringify({ query: text, variables }),
  });
  return (await response.json()) as GraphQLResponse;
};

const subscribe: SubscribeFunction = ({ text }, variables) =>
  Observable.create((sink) => liveClient.subscribe({ query: text ?? '', variables }, sink as Sink));

export const environment = new Environment({ network: Network.create(fetchOnce, subscribe) });
