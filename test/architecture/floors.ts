import type { SourceFile } from './source-file.ts';

// From the top down: a file imports from its own room and from the floors below. Rooms on one floor do not import each other.
const FLOORS: readonly (readonly string[])[] = [
  ['main'],
  ['cli'],
  ['app'],
  ['http', 'websocket'],
  ['execution'],
  ['graphql', 'pages', 'import', 'export'],
  ['domain'],
  ['live'],
  ['data'],
  ['relay'],
  ['archive'],
  ['text'],
  ['session'],
  ['errors'],
  ['observe'],
  ['config'],
];

// Rooms on lower floors that are forbidden nevertheless: pages call use cases, as a client calls fields.
const HIDDEN: Readonly<Record<string, readonly string[]>> = { pages: ['data', 'live'] };

// A package may be imported only by the rooms that it was chosen for.
const OWNED_PACKAGES: { packages: RegExp; rooms: string[] }[] = [
  { packages: /^(graphql-yoga|@whatwg-node\/server)$/, rooms: ['http'] },
  { packages: /^@graphql-yoga\/render-graphiql$/, rooms: ['pages'] },
  { packages: /^minidenticons$/, rooms: ['pages'] },
  { packages: /^(graphql-ws|ws)$/, rooms: ['websocket'] },
  { packages: /^@pothos\//, rooms: ['graphql'] },
  { packages: /^graphql$/, rooms: ['cli', 'app', 'http', 'websocket', 'execution', 'graphql'] },
  { packages: /^(prom-client|@opentelemetry\/.+)$/, rooms: ['observe'] },
  { packages: /^(@prisma|@electric-sql)\//, rooms: ['data'] },
];

// The types of the Prisma client, and Pothos' version of them, are shared by all floors.
const GENERATED = 'src/generated/';

/** Packages of their own: the service imports nothing of them, and they import nothing of it; the embed stands on the SDK. */
const PACKAGES = ['src/sdk/', 'src/embed/'];

/** The faults of the imports of the service's files, one sentence each. */
export function findFloorFaults(files: SourceFile[]): string[] {
  return files
    .filter(({ path }) => !PACKAGES.some((folder) => path.startsWith(folder)))
    .flatMap((file) => [...findImportFaults(file)]);
}

function* findImportFaults({ path, imports }: SourceFile): Generator<string> {
  const room = roomOf(path);
  if (floorOf(room) === -1) {
    yield `${path} stands on no floor`;
    return;
  }
  for (const target of imports) {
    if (target.startsWith(GENERATED)) continue;
    if (PACKAGES.some((folder) => target.startsWith(folder))) yield `${path} imports a package (${target})`;
    else if (target.startsWith('src/')) {
      if (!maySee(room, roomOf(target))) yield `${path} (${room}) imports ${target} (${roomOf(target)})`;
    } else if (target.startsWith('test/')) yield `${path} imports a test (${target})`;
    else if (!mayImportPackage(room, target)) yield `${path} (${room}) imports the package ${target}`;
  }
}

function maySee(room: string, target: string): boolean {
  if (room === target) return true;
  return floorOf(target) > floorOf(room) && HIDDEN[room]?.includes(target) !== true;
}

function mayImportPackage(room: string, name: string): boolean {
  return OWNED_PACKAGES.every(({ packages, rooms }) => !packages.test(name) || rooms.includes(room));
}

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}

function roomOf(path: string): string {
  const [, room = ''] = path.split('/');
  return room.replace(/\.ts$/, '');
}
