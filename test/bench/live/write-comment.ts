import { Agent, request } from 'node:http';
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

/** A request with `node:http`, which costs little compared with the server. */
export function post(
  url: string,
  { agent, token, body }: { agent?: Agent; token: string | null; body: string },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const sent = request(url, { method: 'POST', headers, ...(agent === undefined ? {} : { agent }) }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
