import { slugify } from './slug.ts';
import { MAX_HANDLE } from './text-limits.ts';

/** Whether a text may be a handle as it is: 1 to 40 of a–z, 0–9, `-` and `_`. */
export function isHandle(text: string): boolean {
  return text.length <= MAX_HANDLE && /^[a-z0-9_-]+$/.test(text);
}

/** A handle made of a name, or of a handle that was wished for. Never empty. */
export function handleFrom(name: string): string {
  const wished = name.trim().replace(/^@/, '').toLowerCase();
  return isHandle(wished) ? wished : slugify(name, 'author').slice(0, MAX_HANDLE).replace(/-+$/, '');
}

/** The handle with `-2`, `-3` … where it is taken; the first keeps it. */
export function suffixedHandle(handle: string, n: number): string {
  if (n <= 1) return handle;
  const suffix = `-${n}`;
  return `${handle.slice(0, MAX_HANDLE - suffix.length)}${suffix}`;
}
