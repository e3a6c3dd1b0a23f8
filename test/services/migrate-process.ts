// A process that migrates a database, and prints what it applied.
import { openDatabase } from '../../src/data/database/database.ts';
import { migrate } from '../../src/data/database/migrate.ts';

const database = await openDatabase({ databaseUrl: String(process.argv[2]), dataDir: '', onError: console.error });
console.log((await migrate(database.pool, { directory: 'prisma/migrations' })).join());
await database.close();
