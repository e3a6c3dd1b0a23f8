// `npm run bench:page`: what a discussion costs a reader's browser, next to a plain list of the same comments.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { startApp, type App } from '../../../src/app/app.ts';
import { readConfig } from '../../../src/config/config.ts';
import { launchBrowser } from '../../harness/browser.ts';
import { startSite } from '../../harness/site.ts';
import { measureEvents, measureFirst, measureScroll, type Bench } from './measure.ts';
import { fillPost } from './fill-post.ts';
import { PLAIN_LIST } from './plain-list.ts';

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
  const site = await startSite();
  const app = await start(dataDir, site.origin);
  const browser = await launchBrowser();
  try {
    console.error(`writing ${comments} comments`);
    const post = await fillPost(app.services, comments);
    const service = app.url;
    const page = (name: string, script: string) =>
      site.set(
        name,
        `<!doctype html><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">${script}`,
      );
    page(
      '/ours',
      `<script type="module" src="${service}/embed.js"></script><colloquy-discussion post="${post.id}" view="time" loading="eager"></colloquy-discussion>`,
    );
    page('/plain', PLAIN_LIST.replace('SERVICE', service).replace('POST', post.id));
    const bench: Bench = { browser, origin: site.origin, slower, runs, comments };

    const rows = [
      ...(await measureFirst(bench)),
      ...(await measureScroll(bench)),
      ...(await measureEvents(bench, { services: app.services, postId: post.id })),
    ];
    console.log('| what | this | a plain list |\n| --- | ---: | ---: |');
    for (const { what, ours, plain } of rows) console.log(`| ${what} | ${ours} | ${plain ?? '–'} |`);
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
