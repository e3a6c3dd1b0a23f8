import { chromium, type Browser } from 'playwright-core';

/** Starts the Chromium that this machine has, without a window. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'], // Chromium refuses to run as root with one
  });
}
