import type { Tracing } from '../observe/tracing.ts';
import { nameRouteOf, type Route } from '../pages/route.ts';

/** The same handler, with a span around each request. */
export function traceRequests<Rest extends unknown[]>(
  handle: (request: Request, ...rest: Rest) => Promise<Response>,
  { tracing, routes }: { readonly tracing: Tracing; readonly routes: readonly Route[] },
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    const { method, headers } = request;
    const route = nameRouteOf(routes, new URL(request.url).pathname);
    return await tracing.request({ method, headers, route }, () => handle(request, ...rest));
  };
}
