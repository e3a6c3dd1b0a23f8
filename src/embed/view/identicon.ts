import { minidenticon } from 'minidenticons';

const [SATURATION, LIGHTNESS] = [60, 50]; // percent, as the service draws

/** What the service draws of a seed, as one path. One seed of 32,768 gives no square at all. */
export function findIdenticon(seed: string): { readonly fill: string; readonly squares: string } {
  const picture = minidenticon(seed, SATURATION, LIGHTNESS);
  const squares = picture.replaceAll(/.*?x="(.)" y="(.)"[^x]*/g, 'M$1 $2h1v1h-1z');
  const fill = /hsl[^"]*/.exec(picture)?.[0] ?? '';
  return squares === picture ? findIdenticon(`${seed}.`) : { fill, squares };
}
