import { startServer } from '../server-process.ts';
import { createWriter } from '../write-comment.ts';
import type { Contestant } from './contestant.ts';

/** A contestant that is one program in this folder and stores nothing. */
export function ownServer(name: 'limit' | 'stock'): Contestant {
  return {
    name,
    async start({ posts }) {
      const server = await startServer(name, {
        NODE_NO_WARNINGS: '1', // Yoga's pub/sub has a listener for each subscriber
      });
      const writer = createWriter(server.url);
      return {
        servers: [server],
        postIds: Array.from({ length: posts }, (_, post) => `post-${post}`),
        writer,
        counters: () => Promise.resolve(null),
        async close() {
          writer.close();
          await server.close();
        },
      };
    },
    close: () => Promise.resolve(),
  };
}
