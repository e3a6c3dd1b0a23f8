import type { Code } from '../../errors/coded-error.ts';
import { explain, may, type Action } from '../../session/policy.ts';
import type { Identity } from '../../session/session.ts';

/** A client may not have it, or has asked for it wrongly: answered in the shape of every other error. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: Code;

  constructor(message: string, { status, code }: { readonly status: number; readonly code: Code }) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }

  /** The answer, after which the connection is closed: what is still on its way is not read. */
  answer(): Response {
    const errors = [{ message: this.message, extensions: { code: this.code } }];
    return new Response(JSON.stringify({ errors }), {
      status: this.status,
      headers: {
        ...NOT_KEPT,
        'content-type': 'application/json; charset=utf-8',
        connection: 'close',
        ...(this.status === 401 && { 'www-authenticate': 'Bearer' }),
      },
    });
  }
}

/** Answers a request, or what is refused of it. */
export async function answerRefusals(answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof Refusal) return error.answer();
    throw error;
  }
}

export const NOT_KEPT = { 'cache-control': 'private, no-store' };

export function badRequest(message: string): Refusal {
  return new Refusal(message, { status: 400, code: 'BAD_USER_INPUT' });
}

/** @throws {Refusal} unless the viewer is a person who may. */
export function requirePerson(viewer: Identity, action: Action): void {
  const { account } = viewer;
  if (account === null) throw new Refusal(explain(action), { status: 401, code: 'UNAUTHENTICATED' });
  if (!may(viewer, action)) throw new Refusal(explain(action), { status: 403, code: 'FORBIDDEN' });
  if (account.scopes === null) return;
  throw new Refusal('Expected a signed-in person, and not an API token.', { status: 403, code: 'FORBIDDEN' });
}
