import { parseUrl } from '../../text/address/parse-url.ts';

/** @throws {TypeError} unless it is the address of a service. */
export function readServiceAddress(text: string): URL {
  const url = parseUrl(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError(`Expected --service to be an address such as http://127.0.0.1:4000; found "${text}".`);
  }
  return url;
}
