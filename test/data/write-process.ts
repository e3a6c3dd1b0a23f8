// A process that writes one author after another to a data directory, and prints each that is stored.
import { openDatabase } from '../../src/data/database/database.ts';

const { prisma } = await openDatabase({ databaseUrl: null, dataDir: String(process.argv[2]), onError: console.error });

for (let number = 1; ; number += 1) {
  const handle = `author-${number}`;
  await prisma.author.create({ data: { handle, displayName: handle } });
  console.log(handle);
}
