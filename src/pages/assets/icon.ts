import { textResponse, type Route } from '../route.ts';

/** A speech bubble with two lines. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#2b6cb0" d="M3 1h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H8l-4 3v-3H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2z"/><path stroke="#fff" stroke-width="1.5" d="M4 5h8M4 8h5"/></svg>';

/** The icon in a document itself, which then asks for none. */
export const ICON_ADDRESS = `data:image/svg+xml,${encodeURIComponent(ICON)}`;

/** Browsers ask for it beside whatever is no document, such as `/ready` or a feed. */
export function createIconRoute(): Route {
  return {
    path: /^\/favicon\.ico$/,
    handle: () =>
      textResponse(ICON, { headers: { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' } }),
  };
}
