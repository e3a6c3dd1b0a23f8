import type { Random } from '../../../chaos/random.ts';

/** A UUIDv7, as the service makes them, of a given time. */
export function timedId(at: number, random: Random): string {
  const time = at.toString(16).padStart(12, '0');
  const bits = Array.from({ length: 4 }, () => Math.floor(random.next() * 0x1_00_00).toString(16).padStart(4, '0'));
  const [a = '', b = '', c = '', d = ''] = bits;
  const variant = (8 + Math.floor(random.next() * 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a.slice(1)}-${variant}${b.slice(1)}-${c}${d}${a}`;
}
