import { readChild, type ExportNode } from './export-node.ts';
import type { ExportedAuthor } from './exported.ts';
import { ImportError } from '../../import-error.ts';
import { ownCopy } from './own-copy.ts';
import { findId } from './parse-fields.ts';

/** @throws {ImportError} for an author without a login. */
export function parseAuthor(node: ExportNode): ExportedAuthor {
  const login = ownCopy(readChild(node, 'wp:author_login').trim());
  if (login === '') throw new ImportError('<wp:author> has no <wp:author_login>', node.line);
  return {
    id: findId(readChild(node, 'wp:author_id')),
    login,
    displayName: ownCopy(readChild(node, 'wp:author_display_name').trim()),
  };
}
