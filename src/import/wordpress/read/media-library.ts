import { readChild, type ExportNode } from './export-node.ts';
import type { FindPictures, Picture } from '../convert/expand-shortcodes.ts';
import { ownCopy } from './own-copy.ts';
import { findId } from './parse-fields.ts';

interface Medium extends Picture {
  readonly id: string;
  readonly order: number;
}

const PICTURE = /\.(?:jpe?g|png|gif|webp|avif|bmp)$/i;

/** The pictures that an export knows of, for the galleries in its posts. */
export interface MediaLibrary {
  add(item: ExportNode): void;
  /** For the galleries of this post. */
  finderFor(postId: string): FindPictures;
}

export function createMediaLibrary(): MediaLibrary {
  const byId = new Map<string, Medium>();
  const byPost = new Map<string, Medium[]>();

  return {
    add(item) {
      const id = findId(readChild(item, 'wp:post_id'));
      const address = ownCopy(readChild(item, 'wp:attachment_url').trim());
      if (id === null || !PICTURE.test(address)) return;
      const medium = {
        id,
        address,
        title: ownCopy(readChild(item, 'title')),
        order: Number(readChild(item, 'wp:menu_order')) || 0,
      };
      byId.set(id, medium);
      const post = findId(readChild(item, 'wp:post_parent'));
      if (post !== null) byPost.set(post, [...(byPost.get(post) ?? []), medium]);
    },
    finderFor: (postId) => (ids) => {
      if (ids.length > 0) return ids.flatMap((id) => byId.get(id) ?? []);
      return (byPost.get(postId) ?? []).toSorted((a, b) => a.order - b.order || Number(a.id) - Number(b.id));
    },
  };
}
