// A site of two articles. Each is built with the first page of its discussion, as it is at that moment.
import { createReader } from './read-discussion.js';

const service = process.env['COLLOQUY_URL'] ?? 'http://127.0.0.1:4000';
const site = process.env['SITE_URL'] ?? 'http://127.0.0.1:8080';

export default function (eleventy) {
  eleventy.addGlobalData('service', service);
  eleventy.addGlobalData('site', site);
  eleventy.addAsyncFilter('readDiscussion', createReader(service));
  // Without a `<`, a comment cannot end the script that it stands in.
  eleventy.addFilter('inScript', (value) => JSON.stringify(value).replaceAll('<', '\\u003c'));
  eleventy.addPassthroughCopy({ 'shared/style.css': 'style.css' });
}

export const config = {
  dir: { input: 'static-site', output: 'dist/static-site', layouts: 'layouts' },
};
