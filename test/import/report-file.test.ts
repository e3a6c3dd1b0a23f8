import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openReportFile } from '../../src/cli/import/report-file.ts';
import { ImportError } from '../../src/import/import-error.ts';

const FULL = '/dev/full'; // a device of Linux on which there is never any room

test.skipIf(!existsSync(FULL))(
  'a disk that is full is told at the end of the report, and ends nothing before',
  async () => {
    const report = await openReportFile(FULL, []);

    for (let line = 1; line <= 3; line += 1) {
      report.write({ file: 'export.xml', line, text: 'skipped: posts: without a date' });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }

    await expect(report.close()).rejects.toThrow(ImportError);
    await expect(report.close()).rejects.toThrow(/^the report is not whole \(.*ENOSPC/);
  },
);
