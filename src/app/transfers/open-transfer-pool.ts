import type { Logger } from 'pino';
import type { Limits } from '../../config/limits.ts';
import { openBulkPool } from '../../data/archive/bulk-pool.ts';
import type { Services } from '../../domain/service-session.ts';

/** What imports and exports of a service that runs work with. */
export interface TransferOptions {
  readonly services: Services;
  readonly logger: Logger;
  readonly limits: Pick<Limits, 'importMegabytes' | 'stalledMs'>;
}

export function openTransferPool({ services: { database }, logger }: TransferOptions): ReturnType<typeof openBulkPool> {
  return openBulkPool(database, {
    onError: (error) => logger.warn({ err: error }, 'a connection of an import or an export was lost'),
  });
}
