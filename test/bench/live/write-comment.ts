import { Agent } from 'node:http';
import { post } from '../shared/post.ts';
import { WRITTEN } from './documents.ts';
import { markedBody } from './event-marker.ts';

/** A writer over HTTP, on connections that stay open. */
export interface Writer {
  write(event: number, postId: string): Promise<void>;
  close(): void;
}

export function createWriter(url: string, token: string | null = null): Writer {
  // Servers end idle connections after 5 seconds; a request at that moment would fail.
  const agent = new Agent({ keepAlive: true, timeout: 2_000 });
  return {
    async write(event, postId) {
      const variables = { input: { postId, body: markedBody(event) } };
      const text = await post(`${url}/graphql`, { agent, token, body: JSON.stringify({ query: WRITTEN, variables }) });
      if (!text.includes('CreateCommentPayload')) throw new Error(`A write was refused: ${text.slice(0, 200)}`);
    },
    close: () => agent.destroy(),
  };
}
