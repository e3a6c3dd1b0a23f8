import { expect, it } from 'vitest';
import { findPublicExports, findPublicMembers } from './public-members.ts';

const isUndocumented = ({ documentation }: { documentation: string }): boolean => documentation === '';

it('documents every name that the package exports', () => {
  const names = findPublicExports();

  expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(['createClient', 'Client', 'ColloquyError']));
  expect(names.filter(isUndocumented)).toEqual([]);
});

it('documents every member of the types that it exports', () => {
  const members = findPublicExports().flatMap(({ name: type }) =>
    findPublicMembers(type).map((member) => ({ ...member, name: `${type}.${member.name}` })),
  );

  expect(members.map(({ name }) => name)).toEqual(expect.arrayContaining(['Client.newComments', 'Clock.now']));
  expect(members.filter(isUndocumented)).toEqual([]);
});
