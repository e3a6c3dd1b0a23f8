import { createPageSession } from '../../domain/service-session.ts';
import type { Services } from '../../domain/service-session.ts';
import { exportDiscussion } from '../../domain/views/export-discussion.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { textResponse, type Route } from '../route.ts';

/** A post and its whole discussion as one JSON file, for its author and for moderators. */
export function createDiscussionFile(services: Services): Route {
  return {
    path: /^\/posts\/(?<slug>[^/]+)\/discussion\.json$/,
    async handle(request, { params: { slug = '' }, requestId, address, identify }) {
      const identity = await identify();
      const createSession = () => createPageSession(services, { identity, requestId, address });
      try {
        const parts = await exportDiscussion({ slug, createSession });
        if (parts === null) return textResponse('There is no such post.\n', { status: 404, headers: NOT_KEPT });
        return new Response(request.method === 'HEAD' ? null : streamOf(parts), {
          headers: {
            ...NOT_KEPT,
            'content-type': 'application/json',
            'content-disposition': `attachment; filename="${slug}.json"`,
          },
        });
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== 'FORBIDDEN') throw error;
        const status = identity.account === null ? 401 : 403;
        const challenge = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
        return textResponse(`${error.message}\n`, { status, headers: { ...NOT_KEPT, ...challenge } });
      }
    },
  };
}

const NOT_KEPT = { 'cache-control': 'private, no-store' };

/** A part is made when the one before it was taken. */
function streamOf(parts: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const part = await parts.next();
      if (part.done === true) controller.close();
      else controller.enqueue(encoder.encode(part.value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
