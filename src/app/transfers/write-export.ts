import type { Pool } from 'pg';
import type { Addresses } from '../../config/addresses.ts';
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

interface ExportSettings extends ExportCall {
  readonly voiceSecret: string;
  /** By which other software names posts. */
  readonly addresses: Addresses;
  /** Called with the number of discussions that stay behind. */
  readonly onLeftOut: (discussions: number) => void;
}

/** An export, as of one moment, in pieces. */
export function writeExport(
  pool: Pool,
  { after, format, voiceSecret, addresses, onLeftOut }: ExportSettings,
): AsyncGenerator<string> {
  if (format === null) return exportArchive(pool, { after, voiceSecret, now: new Date() });
  return format === 'wordpress' ? exportWordPress(pool, { addresses, onLeftOut }) : exportDisqus(pool, { addresses });
}
