import type { Collector } from '../pages/collector.ts';
import type { XmlNode } from '../xml/xml-node.ts';
import { fieldsOf, idOf } from './node-fields.ts';

/** A thread is the page of a discussion. */
export function readThread(node: XmlNode, collector: Collector): void {
  const { tally } = collector;
  const id = idOf(node);
  if (id === null) {
    tally.see('posts');
    tally.refuse('posts', 'without an id', { line: node.line });
    return;
  }
  const fields = fieldsOf(node, tally);
  collector.addPage(id, {
    line: node.line,
    address: fields.text('link'),
    title: fields.text('title'),
    isOpen: !fields.flag('isClosed'),
    publishedAt: fields.time('createdAt'),
    skip: fields.flag('isDeleted') ? 'deleted there' : null,
  });
}
