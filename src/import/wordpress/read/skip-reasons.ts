import type { SkippedKind } from '../../report/tally.ts';
import { readChild, type XmlNode } from '../../xml/xml-node.ts';
import type { ExportedComment } from './exported.ts';
import { clip } from '../../fields/clip.ts';

/** Why something of an export is not imported, in words that follow its number. */
interface SkipReason {
  readonly kind: SkippedKind;
  readonly reason: string;
}

const ITEM_TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    page: 'pages',
    attachment: 'attachments: pictures and files stay where they are',
    nav_menu_item: 'menu items',
    revision: 'revisions',
  }),
);

const POST_STATUSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    draft: 'drafts',
    'auto-draft': 'drafts',
    pending: 'waiting for review',
    private: 'private',
    future: 'scheduled',
    trash: 'in the trash',
  }),
);

const COMMENT_TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ pingback: 'pingbacks', trackback: 'trackbacks' }),
);

const COMMENT_STATUSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '0': 'waiting for approval',
    hold: 'waiting for approval',
    spam: 'spam',
    trash: 'in the trash',
    'post-trashed': 'in the trash',
  }),
);

/** Why an item is not imported; null for a published post. */
export function findItemFault(item: XmlNode): SkipReason | null {
  const type = readChild(item, 'wp:post_type').trim();
  if (type !== 'post') return { kind: 'items', reason: ITEM_TYPES.get(type) ?? `items of the type "${clip(type)}"` };

  const status = readChild(item, 'wp:status').trim();
  if (status !== 'publish') {
    return { kind: 'posts', reason: POST_STATUSES.get(status) ?? `posts with the status "${clip(status)}"` };
  }
  if (readChild(item, 'wp:post_password') !== '') return { kind: 'posts', reason: 'password-protected' };
  return null;
}

/** Why a comment is not imported; null for an approved one that a person wrote. */
export function findCommentFault({ type, approved }: ExportedComment): string | null {
  if (type !== '' && type !== 'comment') return COMMENT_TYPES.get(type) ?? `comments of the type "${clip(type)}"`;
  if (approved === '1' || approved === 'approve' || approved === 'approved') return null;
  return COMMENT_STATUSES.get(approved) ?? `comments with the status "${clip(approved)}"`;
}
