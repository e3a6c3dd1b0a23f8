import type { ColloquyError } from './colloquy-error.ts';

/**
 * `connecting`: asking the service; `live`: events come as they happen; `waiting`: the connection is lost, and will be
 * made again after a pause; `closed`: it is over, and stays over.
 */
export type StreamStatus = 'connecting' | 'live' | 'waiting' | 'closed';

/** The options of one subscription. */
export interface StreamOptions {
  /** Ends the stream: its loop ends as if there were no more events. */
  readonly signal?: AbortSignal | undefined;
  /** Is told each change of the status, with the reason of a `waiting`, and of a `closed` that is an error. */
  readonly onStatus?: ((status: StreamStatus, reason?: ColloquyError) => void) | undefined;
}
