import { ownCopy, readChild, type XmlNode } from '../../xml/xml-node.ts';
import { findId } from './parse-fields.ts';

/** A picture of the site's media library. */
interface Picture {
  readonly address: string;
  /** HTML, as WordPress keeps it. */
  readonly title: string;
}

/** Looks up the pictures of a gallery: by their ids or, without any, those that were uploaded to the post. */
export type FindPictures = (ids: readonly string[]) => readonly Picture[];

interface Medium extends Picture {
  readonly id: string;
  readonly order: number;
}

const PICTURE = /\.(?:jpe?g|png|gif|webp|avif|bmp)$/i;

/** The pictures of an export, for the galleries in its posts. */
export interface MediaLibrary {
  add(item: XmlNode): void;
  /** Finds the pictures for the galleries of a post. */
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
