import { minidenticon } from 'minidenticons';
import { etagOf } from '../../domain/kept-answers.ts';
import { isNotModified } from '../conditional.ts';
import type { Route } from '../route.ts';

const [SATURATION, LIGHTNESS] = [60, 50]; // percent: visible on a light page and on a dark one

const HEADERS = {
  'content-type': 'image/svg+xml',
  'cache-control': 'public, max-age=31536000, immutable', // a year
  // Opened by itself, a picture is a document: it may load nothing, run nothing and stand in no frame.
  'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'cross-origin',
};

/** The identicons of whoever has no picture. Drawing one takes less than to look it up would save, so none is kept. */
export function createAvatarRoute(): Route {
  return {
    path: /^\/avatars\/(?<seed>[a-z0-9]{1,64})\.svg$/,
    handle(request, { params: { seed = '' } }) {
      const picture = draw(seed);
      const etag = etagOf(picture);
      const headers = { ...HEADERS, etag };
      if (isNotModified(request, etag)) return new Response(null, { status: 304, headers });
      return new Response(request.method === 'HEAD' ? null : picture, { headers });
    },
  };
}

/** One seed of 32,768 gives no square at all. */
function draw(seed: string): string {
  const picture = minidenticon(seed, SATURATION, LIGHTNESS);
  return picture.includes('<rect') ? picture : draw(`${seed}.`);
}
