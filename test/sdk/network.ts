import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Client } from '../../src/sdk/client.ts';
import type { ClientOptions, TransportName } from '../../src/sdk/client-options.ts';
import { createClient } from '../../src/sdk/create-client.ts';
import { startServer, type ListeningServer } from '../../src/app/serve.ts';
import { serverOptions, type TestApi } from '../harness/api.ts';
import { aComment, aPost } from '../harness/fixtures.ts';
import { startTcpProxy, type TcpProxy } from '../harness/tcp-proxy.ts';

export const TRANSPORTS: readonly TransportName[] = ['websocket', 'sse'];

/** A service with one post, behind a network connection that a test can break. */
export interface Network {
  readonly proxy: TcpProxy;
  /** The address of the service, without a slash at the end. */
  readonly url: string;
  readonly postId: string;
  createClient(options?: Partial<ClientOptions>): Client;
  addComment(body: string): Promise<void>;
  readBodies(): Promise<(string | null)[]>;
  /** Stops the service and starts it again, with the same database and the same address. */
  restart(): Promise<void>;
}

export async function startNetwork(api: TestApi): Promise<Network> {
  const { id: postId } = await aPost(api);
  const proxy = await startTcpProxy();
  let service = await startService(api);
  proxy.aimAt(service.port);
  const url = `http://127.0.0.1:${proxy.port}`;
  onTestFinished(async () => {
    await proxy.stop();
    await service.close();
  });

  function createTestClient(options: Partial<ClientOptions> = {}): Client {
    const backoff = { first: 1, longest: 20 };
    const client = createClient({ url: `${url}/graphql`, webSocketImpl: WebSocket, backoff, ...options });
    onTestFinished(() => client.close());
    return client;
  }

  return {
    proxy,
    url,
    postId,
    createClient: createTestClient,
    async addComment(body) {
      await aComment(api, { postId, body });
    },
    async readBodies() {
      const { post } = await createTestClient().comments({ post: { id: postId }, first: 100 });
      return post?.comments.edges.map(({ node }) => node.body) ?? [];
    },
    async restart() {
      proxy.aimAt(undefined);
      await service.close();
      service = await startService(api);
      proxy.aimAt(service.port);
    },
  };
}

async function startService(api: TestApi): Promise<ListeningServer> {
  const options = serverOptions(api);
  return await startServer({
    ...options,
    config: { ...options.config, hasPublicSchema: true },
  });
}
