import { MessageType, parseMessage, type SubscribePayload } from 'graphql-ws';
import type { RawData } from 'ws';
import { reviveValue } from './revive-value.ts';

/** A message of a client, and the part of it that graphql-ws gets to see. */
interface ClientMessage {
  readonly text: string;
  /** What is to be subscribed to or executed; null for other types of messages. */
  readonly payload: SubscribePayload | null;
}

interface MessageLimits {
  readonly operationIdChars: number;
}

/**
 * graphql-ws keeps a message as long as its operation lasts, and so does the engine of JavaScript its text. Of an operation
 * it is therefore handed the id, and nothing that no operation needs: up to the size of a message, for each operation.
 *
 * @throws {Error} when it is not a message of the protocol, or has too long an id.
 */
export function readMessage(data: RawData, { operationIdChars }: MessageLimits): ClientMessage {
  const text = Buffer.isBuffer(data) ? data.toString('utf8') : ''; // ws sends the other types only on request
  const message = parseMessage(text, reviveValue);
  if (message.type !== MessageType.Subscribe) return { text, payload: null };

  const { id, type, payload } = message;
  if (id.length > operationIdChars) {
    throw new Error(`Expected an id of at most ${operationIdChars} characters; found ${id.length}.`);
  }
  return { text: JSON.stringify({ id, type, payload: { query: '' } }), payload };
}
