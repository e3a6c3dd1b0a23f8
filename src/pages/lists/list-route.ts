import { createPublicSession } from '../../domain/service-session.ts';
import type { Services, ServiceSession } from '../../domain/service-session.ts';
import { answerText } from '../answer-page.ts';
import { nullWhereMissing } from '../missing.ts';
import { createNotFoundPage } from '../not-found.ts';
import type { Route } from '../route.ts';

/** What a page of lists is asked for. */
interface ListRequest {
  readonly session: ServiceSession;
  /** The named group of the path: a slug or a handle; '' where it has none. */
  readonly name: string;
  readonly search: URLSearchParams;
}

interface ListOptions {
  /** Matches the whole path, with a slash at its end or without; its one named group is `name`. */
  readonly path: RegExp;
  /** Why there is no page. */
  readonly missing: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Writes the page; null where there is none. */
  readonly write: (request: ListRequest) => Promise<string | null>;
}

/** A page of lists for readers, where the publication has no pages of its own: those would be what its links lead to. */
export function createListRoute(services: Services, { path, missing, headers, write }: ListOptions): Route {
  const { config, addresses } = services;
  const hasPages = config.postUrl === null;
  const answerNotFound = createNotFoundPage({ basePath: () => addresses.basePath, hasPages });
  return {
    path,
    async handle(request, { params: { name = '' }, requestId }) {
      if (!hasPages) return answerNotFound(request);
      const { pathname, search, searchParams } = new URL(request.url);
      // The links of the page are relative to an address without a slash at its end.
      if (pathname.endsWith('/')) {
        const location = `../${pathname.split('/').at(-2) ?? ''}${search}`;
        return new Response(null, { status: 308, headers: { location } });
      }
      const session = createPublicSession(services, requestId);
      const text = await write({ session, name, search: searchParams }).catch(nullWhereMissing);
      return text === null ? answerNotFound(request, missing) : await answerText(request, { text, headers });
    },
  };
}
