import { setFlagsFromString } from 'node:v8';
import { pino } from 'pino';
import { startApp } from './app/app.ts';
import { describeStart } from './app/describe-start.ts';
import { endOnFault } from './app/end-on-fault.ts';
import { leaveOnSignal } from './app/leave-on-signal.ts';
import { isForPeople } from './cli/is-for-people.ts';
import { readConfig } from './config/config.ts';

// By default V8 lets garbage grow to several times what is alive before it looks: 460 MiB for pages of 50 KB, and no faster.
setFlagsFromString('--heap-growing-percent=75');

try {
  const config = readConfig(process.env);
  // Messages for people go to stdout, the log to stderr.
  const logger = pino({ level: config.logLevel }, pino.destination(2));
  endOnFault(process, { logger });
  const app = await startApp({ config, logger });
  leaveOnSignal(process, {
    close: () => app.close(),
    say: console.log,
    report: (line, error) => logger.fatal({ err: error }, line),
  });
  console.log(await describeStart(app));
} catch (error) {
  console.error(isForPeople(error) ? error.message : error);
  process.exit(1);
}
