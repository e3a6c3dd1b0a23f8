import { readChild, type ExportNode } from './export-node.ts';
import type { SkippedKind } from '../../tally.ts';

/** Why something of an export is not taken, in words that follow its number. */
export interface SkipReason {
  readonly kind: SkippedKind;
  readonly reason: string;
}

const TYPES: Readonly<Record<string, string>> = {
  page: 'pages',
  attachment: 'attachments: pictures and files stay where they are',
  nav_menu_item: 'menu items',
  revision: 'revisions',
};

const STATUSES: Readonly<Record<string, string>> = {
  draft: 'drafts',
  'auto-draft': 'drafts',
  pending: 'waiting for review',
  private: 'private',
  future: 'scheduled',
  trash: 'in the trash',
};

/** Why an item is not taken; null for a published post, which is. */
export function decideItem(item: ExportNode): SkipReason | null {
  const type = readChild(item, 'wp:post_type').trim();
  if (type !== 'post') return { kind: 'items', reason: TYPES[type] ?? `items of the type "${clip(type)}"` };

  const status = readChild(item, 'wp:status').trim();
  if (status !== 'publish') {
    return { kind: 'posts', reason: STATUSES[status] ?? `posts with the status "${clip(status)}"` };
  }
  if (readChild(item, 'wp:post_password') !== '') return { kind: 'posts', reason: 'password-protected' };
  return null;
}

function clip(text: string): string {
  return text.slice(0, 40);
}
