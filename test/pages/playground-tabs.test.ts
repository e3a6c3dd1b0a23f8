import { Kind, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { createModerationTabs } from '../../src/pages/playground/moderation-tabs.ts';
import { createPlaygroundTabs } from '../../src/pages/playground/playground-tabs.ts';

const post = {
  slug: 'a-post',
  id: 'UG9zdDox',
  liked: { id: 'Q29tbWVudDox', reaction: 'funny' },
  flaggedId: 'Q29tbWVudDox',
  heldId: 'SGVsZENvbW1lbnQ6MQ',
};
const tabs = [...createPlaygroundTabs(post), ...createModerationTabs(post)].map((tab) => ({
  ...tab,
  name: /(?:query|mutation|subscription) (\w+)/.exec(tab.query)?.[1] ?? '',
}));

const WIDEST = 48; // characters that stand beside the buttons of the editor in a window of 1,280 pixels

test.each(tabs)('$name is a document of the schema, and gives its variables', ({ query, variables = '{}' }) => {
  const document = parse(query);
  const [operation] = document.definitions;
  const declared = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : [];
  const names = declared.map(({ variable }) => variable.name.value);

  expect(validate(schema, document)).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(Object.keys(JSON.parse(variables))));
});

test.each(tabs)('no line of $name lies under the buttons of the editor', ({ query }) => {
  expect(query.split('\n').filter((line) => line.length > WIDEST)).toEqual([]);
});

test('the first tab has no variables, which GraphiQL would forget', () => {
  expect(tabs.at(0)?.variables).toBeUndefined();
});

test('what a demo does not have, no tab is about', () => {
  const few = createModerationTabs({ ...post, liked: null, flaggedId: null, heldId: null }).map(({ query }) => query);

  const missing = tabs
    .slice(createPlaygroundTabs(post).length)
    .filter(({ query }) => !few.includes(query))
    .map(({ name }) => name);
  expect(missing).toEqual(['React', 'HideAComment', 'RestoreAComment', 'DecideAHeldComment']);
});
