import type { Pool } from 'pg';
import { openAcknowledged } from '../websocket/socket-client.ts';
import { readEvents } from '../http/read-events.ts';
import { uuidOf } from './stage.ts';
import type { Credential } from './stage.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what it has just asked for
type Json = any;

/** The first result of an operation. */
export interface Result {
  readonly data?: Json;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Sends an operation with a credential, and gives its first result. */
export type Send = (operation: { query: string; variables: object }, as: Credential) => Promise<Result>;

export function overHttp(url: string): Send {
  return async ({ query, variables }, as) => {
    const isStream = query.startsWith('subscription');
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: isStream ? 'text/event-stream' : 'application/json',
        ...as,
      },
      body: JSON.stringify({ query, variables }),
    });
    if (!isStream) return (await response.json()) as Result;
    const events = readEvents(response);
    const first = await events.next();
    await events.cancel();
    return (first?.data ?? {}) as Result;
  };
}

export function overWebSocket(url: string): Send {
  return async ({ query, variables }, as) => {
    const client = await openAcknowledged(url, as);
    client.subscribe('1', query, variables);
    const { type, payload } = await client.next();
    client.socket.terminate();
    return type === 'error' ? { errors: payload } : (payload as Result);
  };
}

/** A way to make things, whoever tries something with them. */
export class Door {
  readonly #send: Send;
  readonly #pool: Pool;

  constructor(send: Send, pool: Pool) {
    this.#send = send;
    this.#pool = pool;
  }

  async read(query: string, as: Credential): Promise<Json> {
    const { data, errors } = await this.#send({ query, variables: {} }, as);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }

  async mutate(
    field: string,
    { input, selection, as }: { input: object; selection: string; as: Credential },
  ): Promise<Json> {
    const Input = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const query = `mutation ($input: ${Input}!) { ${field}(input: $input) { __typename ${selection} ... on Error { message } } }`;
    const { data, errors } = await this.#send({ query, variables: { input } }, as);
    if (errors !== undefined || data[field].message !== undefined)
      throw new Error(JSON.stringify([field, data, errors]));
    return data[field];
  }

  /** Makes a post somebody else's, whatever that person may write. */
  async giveAway(postId: string, to: Credential): Promise<void> {
    const { viewer } = await this.read('{ viewer { author { id } } }', to);
    if (viewer === null) return;
    await this.#pool.query('UPDATE post SET author_id = $1 WHERE id = $2', [uuidOf(viewer.author.id), uuidOf(postId)]);
  }
}
