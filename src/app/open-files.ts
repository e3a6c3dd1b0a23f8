import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Limits } from '../config/limits.ts';

interface OpenFilesOptions {
  readonly limits: Pick<Limits, 'tcpConnections'>;
  readonly logger: Logger;
  /** Reads the limits of this process, as Linux lists them. */
  readonly read?: () => string;
}

/** Warns where the system lets the process open fewer files than it accepts connections. Known on Linux only. */
export function warnOfFewOpenFiles({ limits, logger, read = readProcessLimits }: OpenFilesOptions): void {
  const [, most] = /^Max open files\s+(\d+)/m.exec(read()) ?? [];
  if (most === undefined || Number(most) > limits.tcpConnections) return;
  logger.warn(
    { openFiles: Number(most), tcpConnections: limits.tcpConnections },
    'the process may open fewer files than LIMIT_TCP_CONNECTIONS: raise its limit (ulimit -n), or lower the setting',
  );
}

function readProcessLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
