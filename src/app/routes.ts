import type { GraphQLSchema } from 'graphql';
import { printSdl } from '../graphql/print-sdl.ts';
import { createAvatarRoute } from '../pages/assets/avatars.ts';
import { createEmbedScripts } from '../pages/assets/embed-scripts.ts';
import { createIconRoute } from '../pages/assets/icon.ts';
import { createDesk } from '../pages/desk.ts';
import { createLandingPage } from '../pages/landing-page.ts';
import { createNotFoundPage } from '../pages/not-found.ts';
import { createPlayground } from '../pages/playground/playground.ts';
import type { DemoPost } from '../pages/playground/playground-tabs.ts';
import type { Route } from '../pages/route.ts';
import { createServicePages, type Readiness } from '../pages/service-pages.ts';
import type { ServerConfig } from './serve.ts';

interface RoutesOptions {
  readonly config: ServerConfig;
  readonly schema: GraphQLSchema;
  readonly demo: DemoPost | null;
  /** Pages beside the service's own. */
  readonly routes: readonly Route[];
  /** The service's address, which may be known only once it listens. */
  readonly url: () => string;
  readonly basePath: string;
  /** Whether registered documents alone are executed. */
  readonly hasTrustedOnly: boolean;
  readReadiness(): Promise<Readiness>;
}

/** What answers beside GraphQL: pages, the playground, and the page that says that there is none. */
export function createRoutes({ config, schema, demo, routes, url, ...options }: RoutesOptions) {
  const { basePath, hasTrustedOnly, readReadiness } = options;
  const { hasPublicSchema, hasPlayground, postUrl } = config;
  return {
    routes: [
      createLandingPage({ ...config, hasTrustedOnly, demo, url }),
      ...createServicePages({ printSchema: () => printSdl(schema), hasPublicSchema, readReadiness }),
      createAvatarRoute(),
      createIconRoute(),
      ...createEmbedScripts(),
      createDesk({ signIn: findSignIn(config) }),
      ...routes,
    ],
    playground: hasPlayground ? createPlayground({ demo, basePath }) : null,
    answerNotFound: createNotFoundPage({ basePath: () => basePath, hasPages: postUrl === null }),
  };
}

/** Where moderators sign in: known where the service believes an identity provider, and is a client of it. */
function findSignIn({ tokens: { issuer, audience, deskClientId } }: ServerConfig) {
  if (issuer === null || audience === null || deskClientId === null) return null;
  return { issuer, clientId: deskClientId, audience };
}
