import { newId } from '../database/new-id.ts';
import { queueUp } from '../database/transaction.ts';
import type { Transaction } from '../database/transaction.ts';

/** A post or a tag, by the id of its row. */
type RuledSubject = { readonly postId: string } | { readonly tagId: string };

/** Gives a post or a tag a rule of its own on which comments are held; null takes it away. @returns whether it had another one. */
export async function writePremoderationRule(
  tx: Transaction,
  { of, rule }: { readonly of: RuledSubject; readonly rule: string | null },
): Promise<boolean> {
  await queueUp(tx, 'postId' in of ? of.postId : of.tagId);
  const before = await tx.premoderationRule.findFirst({ where: of });
  if ((before?.rule ?? null) === rule) return false;
  await tx.premoderationRule.deleteMany({ where: of });
  if (rule !== null) await tx.premoderationRule.create({ data: { ...of, id: newId(), rule }, select: { id: true } });
  return true;
}
