import { boundId } from '../fields/identify.ts';
import type { Fields } from '../fields/read-fields.ts';
import type { Collector } from '../pages/collector.ts';

interface Context {
  readonly collector: Collector;
  readonly line: number;
}

/** @param fields - null for what is no object. */
export function readCommenter(fields: Fields | null, { collector, line }: Context): void {
  const id = fields?.text('commenterHex') ?? '';
  if (fields === null || id === '') {
    collector.tally.see('authors');
    collector.tally.refuse('authors', fields === null ? 'that are no JSON objects' : 'without an id', { line });
    return;
  }
  const isNew = collector.addPerson({
    ...{ id: boundId(id), name: fields.text('name'), login: '', avatarUrl: fields.text('photo') },
    ...{ hasPrivateId: false, mute: null },
  });
  if (isNew) return;
  collector.tally.see('authors');
  collector.tally.refuse('authors', 'with the id of an earlier one', { line });
}
