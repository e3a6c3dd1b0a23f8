import type { SourceFile } from './source-file.ts';

// From the top down: a file sees its own room and the floors below it. Rooms on one floor are peers and do not see each other.
const FLOORS: readonly (readonly string[])[] = [
  ['main'],
  ['cli'],
  ['app'],
  ['http', 'websocket'],
  ['execution'],
  ['graphql', 'pages', 'import'],
  ['domain'],
  ['live'],
  ['data'],
  ['relay'],
  ['text'],
  ['session'],
  ['errors'],
  ['config'],
];

// What a room must not see although it stands below: pages call use cases, as a client calls fields.
const HIDDEN: Readonly<Record<string, readonly string[]>> = { pages: ['data', 'live'] };

// A package belongs to the rooms that it was chosen for.
const OWNED_PACKAGES: { packages: RegExp; rooms: string[] }[] = [
  { packages: /^graphql-yoga$/, rooms: ['http'] },
  { packages: /^@graphql-yoga\/render-graphiql$/, rooms: ['pages'] },
  { packages: /^(graphql-ws|ws)$/, rooms: ['websocket'] },
  { packages: /^@pothos\//, rooms: ['graphql'] },
  { packages: /^graphql$/, rooms: ['cli', 'app', 'http', 'websocket', 'execution', 'graphql'] },
  { packages: /^(@prisma|@electric-sql)\//, rooms: ['data'] },
];

// The Prisma client, and Pothos' view of it, are what the floors agree on.
const GENERATED = 'src/generated/';

/** What is wrong with the imports of the service's files, a sentence each. */
export function findFloorFaults(files: SourceFile[]): string[] {
  return files.filter(({ path }) => !path.startsWith('src/sdk/')).flatMap((file) => [...findImportFaults(file)]);
}

function* findImportFaults({ path, imports }: SourceFile): Generator<string> {
  const room = roomOf(path);
  if (floorOf(room) === -1) {
    yield `${path} stands on no floor`;
    return;
  }
  for (const target of imports) {
    if (target.startsWith(GENERATED)) continue;
    if (target.startsWith('src/sdk/')) yield `${path} imports the SDK (${target})`;
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
