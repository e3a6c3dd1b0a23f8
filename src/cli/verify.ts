import { findDifferences } from '../data/reads/tallies.ts';
import { runCommand } from './run-command.ts';

const USAGE = `npm run verify

Recounts every counter from the rows that it stands for, and names each that differs.
The database is the one that the service uses; stop the service first where it is the embedded one.`;

await runCommand({ usage: USAGE }, async ({ database }) => {
  const differences = await findDifferences(database.pool);
  for (const { counter, id, stored, counted } of differences) {
    console.log(`${counter} of ${id}: ${stored} is stored, ${counted} was counted`);
  }
  console.log(`${differences.length} differences`);
  return differences.length === 0 ? 0 : 1;
});
