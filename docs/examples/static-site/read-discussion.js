import { ColloquyError, createClient } from '@colloquy/sdk';

/** Reads the first page of the discussion of an address: null where there is none yet, or the service is away and the build goes on. */
export function createReader(service) {
  const client = createClient({ url: `${service}/graphql`, retries: 0 });
  return async (address) => {
    try {
      const { post } = await client.comments({ post: { url: address }, order: 'THREAD', first: 100 });
      return post;
    } catch (error) {
      if (!(error instanceof ColloquyError)) throw error;
      console.warn(`Built without the discussion of ${address}: ${error.message}`);
      return null;
    }
  };
}
