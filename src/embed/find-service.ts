/**
 * The service that an attribute names, relative to the page and with a slash at its end; without the attribute the one that the
 * script came from. Null where there is neither, or the attribute is no address.
 */
export function findService(named: string | null | undefined, origin: URL | null): URL | null {
  if (named == null) return origin;
  if (!URL.canParse(named, location.href)) return null;
  const service = new URL(named, location.href);
  if (!service.pathname.endsWith('/')) service.pathname += '/';
  return service;
}
