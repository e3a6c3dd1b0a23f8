import { expect, test } from 'vitest';
import { readExportCall } from '../../src/cli/export-arguments.ts';

test('the form of other software is one that is known, and always whole', () => {
  expect(readExportCall(['--format', 'disqus'])).toEqual({
    ...{ output: null, after: null, format: 'disqus', service: null },
  });
  expect(readExportCall([])).toMatchObject({ format: null });
  expect(() => readExportCall(['--format', 'coral'])).toThrow('Expected --format wordpress or disqus; found "coral".');
  expect(() => readExportCall(['--format', 'wordpress', '--after', 'x'])).toThrow(
    '--after goes with our own form only',
  );
});

test('a service is named by its address alone', () => {
  expect(readExportCall(['--service', 'https://talk.example/below']).service?.href).toBe('https://talk.example/below');
  for (const address of [
    'talk.example',
    'ftp://talk.example',
    'https://a:b@talk.example',
    'https://talk.example/?a=b',
  ]) {
    expect(() => readExportCall(['--service', address])).toThrow('Expected --service to be an address');
  }
});
