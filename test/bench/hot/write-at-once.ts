import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { WRITE } from './stage.ts';

/** How one writer's comment was answered. */
export interface Answer {
  /** The `clientMutationId` of the comment, by which it is found in the database. */
  readonly key: string;
  /** `stored`, an error's code or type, or `no answer`. */
  readonly said: string;
  readonly millis: number;
}

const PATIENCE = 30_000; // 30 seconds

/** So many guests write one comment each, all at once and each over a connection of its own. */
export async function writeAtOnce(
  url: string,
  { postId, writers }: { postId: string; writers: number },
): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
  try {
    return await Promise.all(Array.from({ length: writers }, (_, one) => writeOne(url, { agent, postId, one })));
  } finally {
    agent.destroy();
  }
}

async function writeOne(
  url: string,
  { agent, postId, one }: { agent: Agent; postId: string; one: number },
): Promise<Answer> {
  const key = `hot-${randomBytes(12).toString('base64url')}`;
  const input = { postId, clientMutationId: key, body: `The **remark** ${one}, with [a link](https://example.org).` };
  const began = performance.now();
  const said = await send(url, { agent, body: JSON.stringify({ query: WRITE, variables: { input } }) }).then(
    readAnswer,
    () => 'no answer',
  );
  return { key, said, millis: performance.now() - began };
}

function readAnswer(text: string): string {
  const { data, errors } = JSON.parse(text) as {
    data?: { createComment?: { __typename: string } | null };
    errors?: { extensions?: { code?: string; isDone?: boolean } }[];
  };
  const { code, isDone } = errors?.[0]?.extensions ?? {};
  if (data?.createComment?.__typename === 'CreateCommentPayload' || isDone === true) return 'stored';
  return code ?? data?.createComment?.__typename ?? 'nothing';
}

function send(url: string, { agent, body }: { agent: Agent; body: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'colloquy-voice': randomBytes(24).toString('base64url'),
    };
    const sent = request(url, { method: 'POST', agent, headers, timeout: PATIENCE }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
      response.on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Error('Expected an answer, and found none.')));
    sent.on('error', reject);
    sent.end(body);
  });
}
