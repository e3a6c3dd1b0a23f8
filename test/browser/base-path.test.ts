import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchBrowser } from '../harness/browser.ts';
import { startServiceBelowPath, type ServiceBelowPath } from '../harness/service-below-path.ts';

// The pages that call the API by script, below a path of a shared address.

let service: ServiceBelowPath;
let browser: Browser;

beforeAll(async () => {
  service = await startServiceBelowPath();
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await service.stop();
});

describe.each([
  ['strips the path', true],
  ['leaves the path', false],
])('behind a proxy that %s', (_, strips) => {
  beforeAll(() => service.aim({ strips }));

  it('the discussion is reached from the landing page, and live', async () => {
    const page = await newPage();
    await page.goto(service.proxy.url);

    await page.getByRole('link', { name: 'Discussion' }).click();
    await page.locator('[part~="discussion"]').waitFor();
    const body = `Written behind a proxy that ${strips ? 'strips' : 'leaves'} it`;
    await page.request.post(`${service.proxy.url}/graphql`, {
      data: {
        query: 'mutation ($input: CreateCommentInput!) { createComment(input: $input) { __typename } }',
        variables: { input: { postId: service.app.demo?.id, body } },
      },
    });

    await page.getByRole('button', { name: '1 new comment' }).click();
    await page.getByText(body).waitFor();
  });

  it('the playground runs its first tab', async () => {
    const page = await newPage();
    await page.goto(`${service.proxy.url}/graphql`);
    await page.locator('.graphiql-execute-button').waitFor();

    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().postData()?.includes('query Welcome') === true),
      page.locator('.graphiql-execute-button').click(),
    ]);

    expect(answer.url()).toBe(`${service.proxy.url}/graphql`);
    expect(await answer.json()).toMatchObject({ data: { viewer: null } });
  });
});

async function newPage() {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  return await context.newPage();
}
