import { randomUUID } from 'node:crypto';

/** A comment as the contract's subscription shows it, each value as long as the service's own. */
export function sampleEvent({ number, body }: { number: number; body: string }) {
  return {
    cursor: encode(JSON.stringify([1, 'TIME', randomUUID(), number])),
    clientMutationId: null,
    node: {
      id: encode(`Comment:${randomUUID()}`),
      number,
      depth: 0,
      parent: null,
      subject: null,
      bodyHtml: `<p>${body}</p>`,
      createdAt: new Date().toISOString(),
    },
  };
}

export const SAMPLE_AUTHOR = { displayName: 'bench', avatarUrl: null };

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
