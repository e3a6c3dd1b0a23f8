import { markup, safeHtml } from '../../../text/markup.ts';
import type { FindPictures } from '../read/media-library.ts';
import { replaceShortcodes, type Shortcode } from './find-shortcodes.ts';

/** Replaces WordPress' own shortcodes with the HTML that they stand for. Those of plugins stay as they were written. */
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

/** Old posts have the caption in an attribute, later ones after the picture. */
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
    ({ address, title }) =>
      markup`<p><img src="${decodeAddress(address)}" alt="${safeHtml(title.replaceAll('"', '&quot;'))}"></p>`.html,
  );
  return `\n\n${pictures.join('\n')}\n\n`;
}

function findMedia({ attributes }: Shortcode): string {
  const names = ['src', 'mp3', 'mp4', 'm4a', 'm4v', 'ogg', 'ogv', 'webm', 'wav', 'flac', '0'];
  return names.map((name) => attributes[name] ?? '').find((address) => address !== '') ?? '';
}

function writeLink(written: string): string {
  const address = decodeAddress(written);
  return address === '' ? '' : `\n\n${markup`<a href="${address}">${address}</a>`.html}\n\n`;
}

/** An address may stand in an export as HTML or as plain text; in both, only the ampersand differs. */
function decodeAddress(address: string): string {
  return address.replaceAll('&amp;', '&');
}
