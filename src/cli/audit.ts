import { once } from 'node:events';
import { exportAuditLog } from '../domain/moderation/export-audit-log.ts';
import { runCommand } from './run-command.ts';

const USAGE = `npm run --silent audit > audit.ndjson

Writes the whole audit log, oldest first: a line of JSON for each entry.
The database is the one that the service uses; stop the service first where it is the embedded one.`;

await runCommand({ usage: USAGE }, async (command) => {
  for await (const lines of exportAuditLog(command)) {
    if (!process.stdout.write(lines)) await once(process.stdout, 'drain');
  }
  return 0;
});
