export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

export function isOrigin(text: string): boolean {
  return isWebAddress(text) && new URL(text).origin === text;
}

const ROUTES = ['graphql', 'health', 'metrics', 'posts', 'ready', 'schema.graphql'];

/** Whether the path of the service's address can be told from its routes, also where a proxy strips it. */
export function hasOwnPath(address: string): boolean {
  const [first = ''] = new URL(address).pathname.split('/').filter(Boolean);
  return !ROUTES.includes(first);
}

/** What the driver takes: anything else would fail at each attempt to connect, for ever. */
export function isRedisAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, username, password } = new URL(text);
  return (
    /^rediss?:$/.test(protocol) && hostname !== '' && /^(\/\d*)?$/.test(pathname) && isDecodable(username + password)
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
