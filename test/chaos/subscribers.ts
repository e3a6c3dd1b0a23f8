import { WebSocket } from 'ws';
import { ColloquyError, createClient, type Client } from '../../src/sdk/index.ts';

/** What one subscriber received. */
export interface Heard {
  /** The field and the transport that it uses. */
  readonly way: string;
  /** The numbers of the comments, in order of arrival. */
  readonly numbers: number[];
  /** Why its stream ended before it was closed; null while it is open. */
  ended: string | null;
}

export interface Followers {
  readonly heard: readonly Heard[];
  /** Waits until every subscriber is live for the first time. */
  untilLive(): Promise<void>;
  /** Waits until every subscriber has this number. @returns false when the time is over first. */
  untilAllHave(number: number, within: number): Promise<boolean>;
  close(): void;
}

interface Place {
  readonly url: string;
  readonly postId: string;
  readonly after: string;
  /** Of a moderator: follows the queue from its beginning, in place of the post. */
  readonly token?: string;
}

type Event = { readonly __typename?: string; readonly cursor?: string; readonly node?: { readonly number: number } };
type Field = 'commentAdded' | 'discussionEvents' | 'moderationEvents';
type Data = Readonly<Partial<Record<Field, Event>>>;

const DISCUSSION_EVENTS = `subscription ($postId: ID!, $after: String) {
  discussionEvents(postId: $postId, after: $after) {
    __typename
    cursor
    ... on CommentAddedEvent { node { number } }
  }
}`;

const MODERATION_EVENTS = `subscription ($after: String) { moderationEvents(after: $after) { __typename cursor } }`;

/** Opens SDK clients, each with connections of its own: most over WebSocket, every fifth over SSE. */
export function openFollowers(count: number, place: Place): Followers {
  const clients: Client[] = [];
  const heard: Heard[] = [];
  const lives: Promise<void>[] = [];
  let isClosing = false;
  let wake = () => {};

  for (let index = 0; index < count; index += 1) {
    const transport = index % 5 === 4 ? 'sse' : 'websocket';
    const ofPost = index % 3 === 2 ? 'discussionEvents' : 'commentAdded';
    const field = place.token === undefined ? ofPost : 'moderationEvents';
    const client = createClient({
      url: place.url,
      ...(place.token !== undefined && { token: place.token }),
      webSocketImpl: WebSocket,
      transport,
      timeout: 5_000, // 5 seconds
      silence: transport === 'sse' ? 15_000 : 5_000, // milliseconds; the service's own heartbeat over SSE comes every 12 s
      backoff: { first: 50, longest: 1_000 }, // milliseconds
    });
    const one: Heard = { way: `${field} over ${transport}`, numbers: [], ended: null };
    clients.push(client);
    heard.push(one);
    lives.push(
      new Promise((resolve) => {
        const follower = follow(client, { ...place, field, onLive: resolve, onNumber });
        void follower.then(
          () => end('The stream ended.'),
          (error: unknown) => end(describe(error)),
        );
      }),
    );

    function onNumber(number: number): void {
      one.numbers.push(number);
      wake();
    }
    function end(reason: string): void {
      if (!isClosing) one.ended = reason;
    }
  }

  return {
    heard,
    untilLive: async () => void (await Promise.all(lives)),
    async untilAllHave(number, within) {
      const over = AbortSignal.timeout(within);
      over.addEventListener('abort', () => wake());
      const waiting = new Set(heard);
      while (!over.aborted) {
        for (const one of waiting) if (one.numbers.includes(number)) waiting.delete(one);
        if (waiting.size === 0) return true;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      return false;
    },
    close() {
      isClosing = true;
      for (const client of clients) client.close();
    },
  };
}

interface Following extends Place {
  readonly field: Field;
  readonly onLive: () => void;
  readonly onNumber: (number: number) => void;
}

async function follow(client: Client, { postId, after, field, onLive, onNumber }: Following): Promise<void> {
  const onStatus = (status: string) => {
    if (status === 'live') onLive();
  };
  const streams = {
    commentAdded: () => client.commentAdded({ postId, after }, { onStatus }),
    discussionEvents: () => client.subscribe(DISCUSSION_EVENTS, { postId, after }, { onStatus }),
    moderationEvents: () => client.subscribe(MODERATION_EVENTS, { after }, { onStatus }),
  };
  const stream = streams[field]();
  for await (const data of stream) {
    const event = (data as Data)[field];
    if (event?.__typename === 'DiscussionGapEvent') throw new Error('The stream has a gap.');
    if (event?.node !== undefined) onNumber(event.node.number);
    else if (field === 'moderationEvents' && event?.cursor !== undefined) onNumber(seqOf(event.cursor));
  }
}

/** Clients cannot read a cursor; a test that judges them may. */
function seqOf(cursor: string): number {
  return (JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [number, string, string, number])[3];
}

function describe(error: unknown): string {
  if (!(error instanceof ColloquyError)) return String(error);
  return `${error.code} ${error.closeCode ?? ''} ${error.message}`;
}
