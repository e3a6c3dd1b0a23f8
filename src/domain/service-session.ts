import type { Config } from '../config/config.ts';
import type { Database } from '../data/database/database.ts';
import type { KeptAnswers } from './kept-answers.ts';
import type { WriterQueue } from '../data/database/writer-queue.ts';
import type { PublicPages } from '../data/by-address/page-posts.ts';
import type { PublicPosts } from '../data/shared/public-posts.ts';
import { Loaders } from '../data/reads/loaders.ts';
import type { Doorbell } from '../live/doorbell/doorbell.ts';
import type { Addresses } from '../config/addresses.ts';
import { Budget } from '../session/budget.ts';
import type { Renderer } from '../text/renderer.ts';
import { NOBODY, type Identity } from '../session/session.ts';
import type { ClientRates } from '../session/rates.ts';
import type { Session } from '../session/session.ts';

/** What a process has once, and every use case works with. */
export interface Services {
  readonly config: Config;
  readonly database: Database;
  readonly doorbell: Doorbell;
  readonly addresses: Addresses;
  readonly rates: ClientRates;
  readonly writers: WriterQueue;
  readonly renderer: Renderer;
  readonly answers: KeptAnswers;
  readonly publicPosts: PublicPosts;
  readonly publicPages: PublicPages;
}

/** A session with everything that a use case works with: the first parameter of each. */
export interface ServiceSession extends Session, Services {
  readonly loaders: Loaders;
  /** Aborted when nobody waits for the result any more. */
  readonly signal: AbortSignal;
}

const NEVER = new AbortController().signal;

/** Gives a request, or one event of a subscription, what its use cases work with. Its loaders remember what they read. */
export function createServiceSession(
  services: Services,
  session: Session,
  { signal = NEVER }: { signal?: AbortSignal } = {},
): ServiceSession {
  return new SessionOfServices(services, session, signal);
}

/** Made for every request: a class costs a tenth of a copy of all services. */
class SessionOfServices implements ServiceSession {
  readonly loaders: Loaders;
  readonly signal: AbortSignal;
  readonly config: Config;
  readonly database: Database;
  readonly doorbell: Doorbell;
  readonly addresses: Addresses;
  readonly rates: ClientRates;
  readonly writers: WriterQueue;
  readonly answers: KeptAnswers;
  readonly publicPosts: PublicPosts;
  readonly publicPages: PublicPages;
  readonly viewpoint: Identity;
  readonly requestId: string;
  readonly budget: Budget;
  readonly address: string | null;
  readonly #session: Session;
  readonly #renderer: Renderer;

  constructor(services: Services, session: Session, signal: AbortSignal) {
    const { viewpoint, budget } = session;
    this.loaders = new Loaders({ database: services.database, identity: viewpoint, budget });
    this.signal = signal;
    this.config = services.config;
    this.database = services.database;
    this.doorbell = services.doorbell;
    this.addresses = services.addresses;
    this.rates = services.rates;
    this.writers = services.writers;
    this.answers = services.answers;
    this.publicPosts = services.publicPosts;
    this.publicPages = services.publicPages;
    this.viewpoint = viewpoint;
    this.requestId = session.requestId;
    this.budget = budget;
    this.address = session.address;
    this.#session = session;
    this.#renderer = services.renderer;
  }

  now(): Date {
    return this.#session.now();
  }

  /** A text that waits for a thread is given up with its request, before anything is written. */
  get renderer(): Renderer {
    return this.#renderer.during(this.signal);
  }

  /** Read only where the result depends on the viewer: a result that many subscribers share must not. */
  get identity(): Identity {
    return this.#session.identity;
  }
}

type Sender = Pick<Session, 'identity' | 'requestId' | 'address'>;

/** The session of a page, which no price limits: how much it reads is the page's to say. */
export function createPageSession(services: Services, { identity, requestId, address }: Sender): ServiceSession {
  const budget = Budget.unlimited();
  return createServiceSession(services, {
    ...{ identity, viewpoint: identity, requestId, budget, address },
    now: () => new Date(),
  });
}

/** The session of a request that shows what everybody may see, whoever asks. */
export function createPublicSession(services: Services, requestId: string): ServiceSession {
  return createPageSession(services, { identity: NOBODY, requestId, address: null });
}
