import { isOrigin } from './address-rules.ts';

const ANY_PORT = ':*';
/** The names by which a machine knows itself. */
export const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

/** The pages of this machine, at any port: what has discussions in development. */
export const LOCAL_SITES: readonly string[] = THIS_MACHINE.flatMap((host) => [
  `http://${host}${ANY_PORT}`,
  `https://${host}${ANY_PORT}`,
]);

/** Whether a text names a site: an origin; of this machine's the port may be `*`, which stands for nothing else. */
export function isSite(text: string): boolean {
  return isOrigin(text) || LOCAL_SITES.includes(text);
}

/** How a list of sites names the origin where it leaves the port open. */
export function atAnyPort(origin: string): string {
  return `${origin.replace(/:\d+$/, '')}${ANY_PORT}`;
}
