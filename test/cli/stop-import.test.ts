import { expect, test } from 'vitest';
import { importThroughService } from '../../src/cli/service/import-through-service.ts';
import { aFile, anExport, anItem } from '../import/harness.ts';

test('an import through a service that is stopped does not say that nothing was written', async () => {
  const warnings: string[] = [];
  const file = await aFile(anExport(anItem()));
  const call = { files: [file], isDryRun: false, isStrict: false, site: null, format: null };

  const outcome = await importThroughService(call, {
    ...{ service: new URL('http://127.0.0.1:1'), token: 'a', hasRemarks: false, signal: AbortSignal.abort() },
    ...{ onStart: () => undefined, onStep: () => undefined, onRemark: () => undefined, onReport: () => undefined },
    onWarning: (text) => warnings.push(text),
  });

  expect(outcome).toBe('stopped');
  expect(warnings).toEqual([expect.stringContaining('What the service has written stays')]);
});
