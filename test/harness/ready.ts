import type { Readiness } from '../../src/pages/service-pages.ts';

/** What `/ready` says of a service that has everything. */
export const READY: Readiness = { isReady: true, database: 'up', migrations: 'applied', doorbell: 'up' };
