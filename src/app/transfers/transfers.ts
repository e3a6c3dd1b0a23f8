import type { Route } from '../../pages/route.ts';
import { createArchiveRoute } from './archive-route.ts';
import { createImportRoute } from './import-route.ts';
import type { TransferOptions } from './open-transfer-pool.ts';

/** What administrators take from a service that runs, and bring to it. */
export function createTransfers(options: TransferOptions): {
  readonly routes: readonly Route[];
  /** Stops an import after what is being written, and files that are on their way at once, and refuses others; exports go on. */
  stopImports(): void;
  /** Stops everything, and waits for its end. */
  close(): Promise<void>;
} {
  const [exports, imports] = [createArchiveRoute(options), createImportRoute(options)];
  return {
    routes: [exports, imports],
    stopImports: () => imports.stop(),
    close: async () => void (await Promise.all([exports.close(), imports.close()])),
  };
}
