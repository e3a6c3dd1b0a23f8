// A process that migrates the database of an address, and says what it applied.
import { openDatabase } from '../../src/data/database/database.ts';
import { migrate } from '../../src/data/database/migrate.ts';

const database = await openDatabase({ databaseUrl: String(process.argv[2]), dataDir: '', onError: console.error });
console.log((await migrate(database.pool, { directory: 'prisma/migrations' })).join());
await database.close();
