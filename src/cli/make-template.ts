// After the install, so that the first start is quick; without it the first start takes some seconds longer.
import { pino } from 'pino';
import { startApp } from '../app/app.ts';
import { demoTemplate } from '../app/demo/demo-template.ts';
import { TEMPLATE_TIME } from '../app/demo/move-demo.ts';
import { seedDemo } from '../app/demo/seed-demo.ts';
import { readConfig } from '../config/config.ts';
import { openDatabase } from '../data/database/database.ts';
import { migrate, MIGRATIONS } from '../data/database/migrate.ts';
import { emptyTemplate, makeTemplate } from '../data/embedded/embedded-template.ts';

try {
  await makeTemplate(emptyTemplate(), async (dataDir) => {
    const database = await openDatabase({ databaseUrl: null, dataDir, onError: fail });
    await migrate(database.pool, { directory: MIGRATIONS });
    await database.close();
  });
  await makeTemplate(demoTemplate(), async (dataDir) => {
    const config = readConfig({ DATA_DIR: dataDir, PORT: '0', DEMO: 'off' });
    const app = await startApp({ config, logger: pino({ level: 'silent' }) });
    await seedDemo(app.services, { now: TEMPLATE_TIME });
    await app.close();
  });
} catch (error) {
  console.warn(`The first start will take longer: ${String(error)}`);
}

function fail(error: Error): void {
  throw error;
}
