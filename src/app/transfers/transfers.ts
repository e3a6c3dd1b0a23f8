import type { Route } from '../../pages/route.ts';
import { createArchiveRoute } from './archive-route.ts';
import { createImportRoute } from './import-route.ts';
import type { TransferOptions } from './open-transfer-pool.ts';

/** What administrators take from a service that runs, and bring to it. */
export function createTransfers(options: TransferOptions): {
  readonly routes: readonly Route[];
  close(): Promise<void>;
} {
  const routes = [createArchiveRoute(options), createImportRoute(options)];
  return {
    routes,
    /** Stops what runs, after what is being written. */
    close: async () => void (await Promise.all(routes.map((route) => route.close()))),
  };
}
