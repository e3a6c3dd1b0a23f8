import { replaceShortcodes, type Shortcode } from './find-shortcodes.ts';

/** A picture of the site's media library. */
export interface Picture {
  readonly address: string;
  /** HTML, as WordPress keeps it. */
  readonly title: string;
}

/** Looks up the pictures of a gallery: by their ids, or, without any, those that were uploaded to the post. */
export type FindPictures = (ids: readonly string[]) => readonly Picture[];

/** Turns WordPress' own shortcodes into the HTML that they stand for. Those of plugins stay as they were written. */
export function expandShortcodes(html: string, findPictures: FindPictures): string {
  return replaceShortcodes(html, {
    caption: writeCaption,
    wp_caption: writeCaption,
    gallery: ({ attributes }) => writeGallery(attributes['ids'] ?? attributes['include'] ?? '', findPictures),
    embed: ({ attributes, inner }) => writeLink(inner.trim() || (attributes['src'] ?? '')),
    audio: (shortcode) => writeLink(findMedia(shortcode)),
    video: (shortcode) => writeLink(findMedia(shortcode)),
    playlist: () => '',
  });
}

/** The caption stands in an attribute in old posts, and after the picture in later ones. */
function writeCaption({ attributes, inner }: Shortcode): string {
  const picture = /^\s*(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*<\/a>)?/i.exec(inner)?.[0] ?? '';
  const caption = attributes['caption'] ?? inner.slice(picture.length).trim();
  return `\n\n<figure>${picture}<figcaption>${caption}</figcaption></figure>\n\n`;
}

function writeGallery(list: string, findPictures: FindPictures): string {
  const ids = list
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
  const pictures = findPictures(ids).map(
    ({ address, title }) => `<p><img src="${escape(address)}" alt="${title.replaceAll('"', '&quot;')}"></p>`,
  );
  return `\n\n${pictures.join('\n')}\n\n`;
}

function findMedia({ attributes }: Shortcode): string {
  const names = ['src', 'mp3', 'mp4', 'm4a', 'm4v', 'ogg', 'ogv', 'webm', 'wav', 'flac', '0'];
  return names.map((name) => attributes[name] ?? '').find((address) => address !== '') ?? '';
}

function writeLink(address: string): string {
  return address === '' ? '' : `\n\n<a href="${escape(address)}">${escape(address)}</a>\n\n`;
}

function escape(text: string): string {
  return text.replaceAll('&amp;', '&').replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
