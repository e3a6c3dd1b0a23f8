import type { Pool } from 'pg';
import { createAddresses } from '../../config/addresses.ts';
import type { Config } from '../../config/config.ts';
import { exportArchive } from '../../export/export-archive.ts';
import { exportDisqus } from '../../export/export-disqus.ts';
import { exportWordPress } from '../../export/export-wordpress.ts';

/** The forms of other software that an export can have. */
export const EXPORT_FORMATS = ['wordpress', 'disqus'] as const;

/** What is exported. */
export interface ExportCall {
  /** The cursor of an earlier archive, to give what changed since; null: everything. */
  readonly after: string | null;
  /** The form of other software; null for our own. */
  readonly format: (typeof EXPORT_FORMATS)[number] | null;
}

/** Other software names posts by addresses, and the service has none. */
export class NoAddressError extends TypeError {
  constructor() {
    super('Expected PUBLIC_URL: the file names posts by their addresses.');
    this.name = 'NoAddressError';
  }
}

interface ExportSettings extends ExportCall {
  readonly config: Pick<Config, 'voiceSecret' | 'publicUrl' | 'postUrl'>;
  /** Called with the number of discussions that stay behind. */
  readonly onLeftOut: (discussions: number) => void;
}

/**
 * An export, as of one moment, in pieces.
 *
 * @throws {NoAddressError}
 */
export function writeExport(
  pool: Pool,
  { after, format, config: { voiceSecret, publicUrl, postUrl }, onLeftOut }: ExportSettings,
): AsyncGenerator<string> {
  if (format === null) return exportArchive(pool, { after, voiceSecret, now: new Date() });
  if (publicUrl === null) throw new NoAddressError();
  const service = publicUrl.replace(/\/+$/, '');
  const addresses = createAddresses({ service: () => service, postUrl });
  return format === 'wordpress' ? exportWordPress(pool, { addresses, onLeftOut }) : exportDisqus(pool, { addresses });
}
