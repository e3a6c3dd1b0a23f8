import { boundId } from '../fields/identify.ts';
import type { Fields } from '../fields/read-fields.ts';
import type { Collector } from '../pages/collector.ts';
import { readId, readWritten } from '../pages/read-comment-parts.ts';
import { findChild, type XmlNode } from '../xml/xml-node.ts';
import { fieldsOf, idOf } from './node-fields.ts';

interface Context {
  readonly collector: Collector;
  readonly file: string | null;
}

/** A post is a comment. */
export function readComment(node: XmlNode, { collector, file }: Context): void {
  const { tally } = collector;
  const { line } = node;
  const pageId = idOf(findChild(node, 'thread'));
  if (pageId === null) {
    tally.see('comments');
    tally.refuse('comments', 'that name no page', { line });
    return;
  }
  const fields = fieldsOf(node, tally);
  const createdAt = fields.time('createdAt');
  const { personId, name } = readAuthor(findChild(node, 'author'), collector);
  const text = fields.text('message');
  collector.addComment(pageId, {
    ...{
      id: readId(idOf(node) ?? '', { said: { line, createdAt, name, text }, tally }),
      file,
      line,
      personId,
      name,
      text,
      isHtml: true,
    },
    parentId: idOf(findChild(node, 'parent')),
    createdAt: readWritten(createdAt, { line, tally }),
    editedAt: null,
    status: fields.flag('isDeleted') ? 'DELETED' : 'PUBLISHED',
    ...{ voters: [], votes: 0 },
    skip: findSkip(fields),
  });
}

function findSkip(fields: Fields): string | null {
  if (fields.flag('isSpam')) return 'spam';
  return fields.text('isApproved') !== '' && !fields.flag('isApproved') ? 'waiting for approval' : null;
}

function readAuthor(
  node: XmlNode | undefined,
  collector: Collector,
): { readonly personId: string | null; readonly name: string } {
  if (node === undefined) return { personId: null, name: '' };
  const fields = fieldsOf(node, collector.tally);
  const [name, login] = [fields.text('name'), boundId(fields.text('username'))];
  // A guest of Disqus has a name and no account.
  if (login === '' || fields.flag('isAnonymous')) return { personId: null, name };
  collector.addPerson({ id: login, name, login, avatarUrl: '', hasPrivateId: false, mute: null });
  return { personId: login, name };
}
