// `npm run bench:page`: what a discussion costs a reader's browser, next to the same comments in static HTML.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { startApp, type App } from '../../../src/app/app.ts';
import { readConfig } from '../../../src/config/config.ts';
import { launchBrowser } from '../../harness/browser.ts';
import { startSite } from '../../harness/site.ts';
import { describeMachine } from '../shared/machine.ts';
import { fillDirectory, findPost } from './fill-post.ts';
import { measureEvents } from './measure-events.ts';
import { measureFirst } from './measure-first.ts';
import { measureScroll } from './measure-scroll.ts';
import type { Bench } from './on-page.ts';
import { makePlainPage } from './plain-page.ts';

const USAGE = `npm run bench:page -- [--comments 10000] [--runs 5] [--slower 4]

  --comments  how many the long discussion has
  --runs      of which the median is printed
  --slower    how many times the processor is throttled`;

const { values } = parseArgs({
  options: {
    comments: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '5' },
    slower: { type: 'string', default: '4' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else await run({ comments: Number(values.comments), runs: Number(values.runs), slower: Number(values.slower) });

async function run({ comments, runs, slower }: { comments: number; runs: number; slower: number }): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'colloquy-bench-page-'));
  console.error(`writing ${comments} comments`);
  await fillDirectory(dataDir, comments);
  const site = await startSite();
  const app = await start(dataDir, site.origin);
  const browser = await launchBrowser();
  try {
    const service = app.url;
    const postId = await findPost(service);
    const set = (name: string, body: string) =>
      site.set(
        name,
        `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">${body}`,
      );
    set(
      '/ours',
      `<script type="module" src="${service}/embed.js"></script><colloquy-discussion post="${postId}" view="time" loading="eager"></colloquy-discussion>`,
    );
    set('/plain', await makePlainPage(service, { postId, most: comments }));
    set('/plain-page', await makePlainPage(service, { postId, most: 100 }));
    const bench: Bench = { browser, origin: site.origin, slower, runs, comments };

    const target = { services: app.services, postId };
    const rows = [
      ...(await measureFirst(bench)),
      ...(await measureScroll(bench)),
      ...(await measureEvents(bench, target)),
    ];
    const load = loadavg().map((minutes) => minutes.toFixed(1));
    console.log(`Measured on ${describeMachine()}; load at the end ${load.join(', ')}.\n`);
    console.log('| what | asked | this | static HTML |\n| --- | ---: | ---: | ---: |');
    for (const { what, asked, ours, plain } of rows) console.log(`| ${what} | ${asked} | ${ours} | ${plain} |`);
  } finally {
    await browser.close();
    await app.close();
    await site.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function start(dataDir: string, origin: string): Promise<App> {
  const settings = { PORT: '0', DATA_DIR: dataDir, DEMO: 'off', RATE_LIMITS: 'off', ORIGINS: origin };
  const config = readConfig({ NODE_ENV: 'development', ...settings });
  return await startApp({ config, logger: pino({ level: 'error' }, pino.destination(2)) });
}
