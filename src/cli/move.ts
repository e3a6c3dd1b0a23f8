import { createAddresses } from '../config/addresses.ts';
import { moveSite } from '../domain/by-address/move-site.ts';
import { placeUnderSite } from '../domain/by-address/open-discussion.ts';
import { MOVE_USAGE, readMoveCall } from './move-arguments.ts';
import type { MoveCall } from './move-arguments.ts';
import { runCommand } from './run-command.ts';
import type { Command } from './run-command.ts';

const SHOWN = 5; // moved pages, as a sample

await runCommand({ usage: MOVE_USAGE }, async (command) => {
  const call = read();
  return call === null ? 2 : await move(command, call);
});

function read(): MoveCall | null {
  try {
    return readMoveCall(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(error.message);
    return null;
  }
}

async function move({ config, database }: Command, call: MoveCall): Promise<number> {
  if (placeUnderSite(config.sites, call.to) === null) {
    console.error(`SITES does not name ${new URL(call.to.url).origin}: no new discussions can be opened there.`);
  }
  const service = config.publicUrl ?? `http://${config.host}:${config.port}`;
  const addresses = createAddresses({ service: () => service, postUrl: config.postUrl });
  let moved = 0;
  let refused = 0;
  for await (const { url, to, refusal } of moveSite({ database, addresses }, call)) {
    if (to === null) {
      refused += 1;
      console.error(`Not moved: ${url}: ${refusal ?? ''}`);
    } else {
      moved += 1;
      if (moved <= SHOWN) console.log(`${url} → ${to}`);
    }
  }
  if (moved > SHOWN) console.log(`and ${moved - SHOWN} more`);
  console.log(`${call.isDryRun ? 'Pages that would move' : 'Pages moved'}: ${moved}; not moved: ${refused}`);
  return refused === 0 ? 0 : 1;
}
