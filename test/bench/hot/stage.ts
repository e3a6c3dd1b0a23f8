// The service as in production, in a process of its own, on a PostgreSQL of its own.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { makePostgresCluster } from '../../chaos/postgres-cluster.ts';
import { aServiceProcess } from '../../harness/service-process.ts';
import { productionEnv } from '../shared/production-env.ts';
import { post } from '../shared/post.ts';

const COMMENTS_ELSEWHERE = 30; // on the post that is read meanwhile

export interface Stage {
  /** The address of the API. */
  readonly url: string;
  /** The process of the service. */
  readonly pid: number;
  /** For reading what is stored, beside the service. */
  readonly databaseUrl: string;
  /** The post that everybody writes on. */
  readonly hotPostId: string;
  /** The post that is read meanwhile. */
  readonly otherSlug: string;
}

/** Starts everything; `onEnd` receives a function that ends each part, when it is opened. */
export async function openStage(onEnd: (end: () => void | Promise<void>) => void): Promise<Stage> {
  const postgres = await makePostgresCluster();
  onEnd(postgres.remove);
  await postgres.start();
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-hot-'));
  onEnd(() => rmSync(dataDir, { recursive: true, force: true }));

  const authSecret = randomBytes(32).toString('base64');
  const databaseUrl = `postgres://postgres@127.0.0.1:${postgres.port}/postgres`;
  const service = await aServiceProcess(
    {
      ...productionEnv({ databaseUrl, dataDir, authSecret }),
      RATE_LIMITS: 'off', // one address stands for hundreds of clients
      LOG_LEVEL: 'error',
    },
    { onEnd: (end) => onEnd(end) },
  );
  await service.start();

  const url = `${service.url}/graphql`;
  const token = await signToken(authSecret);
  const hot = await createPost(url, { token, slug: randomUUID() });
  const other = await createPost(url, { token, slug: randomUUID() });
  for (let number = 1; number <= COMMENTS_ELSEWHERE; number += 1) {
    await send(url, { token, query: WRITE, input: { postId: other.id, body: `The remark ${number}.` } });
  }
  return { url, pid: service.pid(), databaseUrl, hotPostId: hot.id, otherSlug: other.slug };
}

export const WRITE = /* GraphQL */ `
  mutation ($input: CreateCommentInput!) {
    createComment(input: $input) {
      __typename
      ... on CreateCommentPayload {
        comment {
          id
          number
          url
          author {
            displayName
          }
          post {
            commentCount
          }
        }
      }
    }
  }
`;

const CREATE_POST = /* GraphQL */ `
  mutation ($input: CreatePostInput!) {
    createPost(input: $input) {
      ... on CreatePostPayload {
        post {
          id
          slug
        }
      }
    }
  }
`;

async function createPost(url: string, { token, slug }: { token: string; slug: string }) {
  const input = { title: 'A post', slug, body: 'Some text.', publish: true };
  const text = await send(url, { token, query: CREATE_POST, input });
  const { data } = JSON.parse(text) as { data?: { createPost?: { post?: { id: string; slug: string } } } };
  if (data?.createPost?.post === undefined) throw new Error(`A post was refused: ${text.slice(0, 200)}`);
  return data.createPost.post;
}

async function send(
  url: string,
  { token, query, input }: { token: string; query: string; input: object },
): Promise<string> {
  return await post(url, { token, body: JSON.stringify({ query, variables: { input } }) });
}

async function signToken(secret: string): Promise<string> {
  return await new SignJWT({ handle: 'bench', role: 'AUTHOR' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('bench')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
}
