import { html, type TemplateResult } from 'lit/html.js';
import { findIdenticon } from './identicon.ts';

/**
 * The picture of a commenter. Those that the service draws are drawn here: to a browser each SVG file is a request and a document, of which
 * ten thousand comments have as many as they have guests.
 */
export function drawAvatar(url: string, service: URL | undefined): TemplateResult {
  const [drawn, seed] = /^(.*)avatars\/(\w+)\.svg$/.exec(url)?.slice(1) ?? [];
  if (drawn !== service?.href || seed === undefined) {
    return html`<img class="avatar" part="avatar" alt="" loading="lazy" src=${url} />`;
  }
  const { fill, squares } = findIdenticon(seed);
  return html`<svg class="avatar" part="avatar" viewBox="-1.5 -1.5 8 8" fill=${fill} aria-hidden="true">
    <path d=${squares} />
  </svg>`;
}
