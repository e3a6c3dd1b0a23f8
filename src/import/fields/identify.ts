import { createHash } from 'node:crypto';

const LONGEST = 200; // an index of the database holds it

/** An id that the database can hold, and that no part of a long comment has: of any other, a checksum. */
export function boundId(id: string): string {
  return id.length <= LONGEST && !/\/\d+$/.test(id) ? id : checksum(id);
}

/** The id of a part of a long comment but the first. */
export function identifyPart(id: string, number: number): string {
  return `${id}/${number}`;
}

/** An id of what a comment says: a second import recognises it, and a comment that is there twice comes once. */
export function identifyBySaying(...said: readonly unknown[]): string {
  return checksum(JSON.stringify(said));
}

function checksum(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
