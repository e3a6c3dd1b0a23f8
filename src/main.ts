import { pino } from 'pino';
import { startApp } from './app/app.ts';
import { describeStart } from './app/describe-start.ts';
import { isForPeople } from './cli/is-for-people.ts';
import { readConfig } from './config/config.ts';

try {
  const config = readConfig(process.env);
  // Lines for people go to stdout, the log to stderr.
  const logger = pino({ level: config.logLevel }, pino.destination(2));
  const app = await startApp({ config, logger });
  console.log(await describeStart(app));

  let isClosing = false;
  const stop = async (signal: NodeJS.Signals) => {
    // Whoever asks twice does not want to wait.
    if (isClosing) process.exit(130);
    isClosing = true;
    console.log(`${signal}: answering what runs, then closing …`);
    await app.close();
    process.exit(0);
  };
  process.on('SIGINT', (signal) => void stop(signal));
  process.on('SIGTERM', (signal) => void stop(signal));
} catch (error) {
  console.error(isForPeople(error) ? error.message : error);
  process.exit(1);
}
