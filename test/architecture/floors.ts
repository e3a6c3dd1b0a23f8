import type { SourceFile } from './source-file.ts';

// From the top down: a floor sees itself and what stands below it here.
const FLOORS = ['main', 'cli', 'app', 'transport', 'graphql', 'domain', 'live', 'data', 'session', 'policy', 'config'];

// What a package stands for belongs to some floors only.
const OWNED_PACKAGES: { packages: RegExp; floors: string[] }[] = [
  { packages: /^(graphql-yoga|@graphql-yoga\/.*|graphql-ws|ws)$/, floors: ['transport'] },
  { packages: /^@pothos\//, floors: ['graphql'] },
  { packages: /^graphql$/, floors: ['cli', 'app', 'transport', 'graphql'] },
  { packages: /^(@prisma|@electric-sql)\//, floors: ['data'] },
];

// These two are what the floors agree on: the Prisma client, and Pothos' view of it.
const GENERATED = 'src/generated/';

/** What is wrong with the imports of the service's files, a sentence each. */
export function findFloorFaults(files: SourceFile[]): string[] {
  return files.filter(({ path }) => !path.startsWith('src/sdk/')).flatMap((file) => [...findImportFaults(file)]);
}

function* findImportFaults({ path, imports }: SourceFile): Generator<string> {
  const floor = floorOf(path);
  if (!FLOORS.includes(floor)) {
    yield `${path} stands on no floor`;
    return;
  }
  for (const target of imports) {
    if (target.startsWith(GENERATED)) continue;
    if (target.startsWith('src/sdk/')) yield `${path} imports the SDK (${target})`;
    else if (target.startsWith('src/')) {
      if (isAbove(floor, floorOf(target))) yield `${path} (${floor}) imports ${target} (${floorOf(target)})`;
    } else if (target.startsWith('test/')) yield `${path} imports a test (${target})`;
    else if (!mayImportPackage(floor, target)) yield `${path} (${floor}) imports the package ${target}`;
  }
}

function isAbove(floor: string, target: string): boolean {
  return FLOORS.indexOf(target) < FLOORS.indexOf(floor);
}

function mayImportPackage(floor: string, name: string): boolean {
  return OWNED_PACKAGES.every(({ packages, floors }) => !packages.test(name) || floors.includes(floor));
}

function floorOf(path: string): string {
  const [, floor = ''] = path.split('/');
  return floor.replace(/\.ts$/, '');
}
