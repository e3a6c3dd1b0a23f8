import {
  CreateCommentDocument,
  DeleteCommentDocument,
  EditCommentDocument,
  FlagCommentDocument,
  PreviewMarkdownDocument,
  ReactDocument,
  WithdrawHeldCommentDocument,
} from '../../sdk/index.ts';
import type { DiscussionComment } from '../../sdk/index.ts';
import { describeFailure } from './describe-failure.ts';
import { rememberReactions } from './own.ts';
import type { PendingComment } from './state.ts';
import type { NewComment, Writing } from './writing-parts.ts';

/** What the viewer does. Each action shows its result at once, and says what failed. */
export class Writer {
  readonly #writing: Writing;

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  /** Sends a comment, and shows it before it is stored. Its text is kept until it is. */
  async comment(comment: NewComment): Promise<void> {
    const { store } = this.#writing;
    const clientMutationId = crypto.randomUUID();
    store.set({ pending: [...store.state.pending, { ...comment, clientMutationId, failure: null }], form: null });
    await this.#send(clientMutationId);
  }

  async sendAgain(clientMutationId: string): Promise<void> {
    this.#changePending(clientMutationId, { failure: null });
    await this.#send(clientMutationId);
  }

  discard(clientMutationId: string): void {
    const sent = this.#writing.store.state.pending.find((one) => one.clientMutationId === clientMutationId);
    if (sent !== undefined) this.#dropDraft(sent);
    this.#changePending(clientMutationId, null);
  }

  async #send(clientMutationId: string): Promise<void> {
    const { store, clients, memory, words, findPost, onOwn, askForToken } = this.#writing;
    const sent = store.state.pending.find((one) => one.clientMutationId === clientMutationId);
    if (sent === undefined) return;
    const { body, guestName, honeypot, parent } = sent;
    try {
      const isGuest = !(await clients.hasAccount());
      if (isGuest) memory.makeVoice();
      const postId = await findPost();
      const { createComment } = await clients.viewer.create(CreateCommentDocument, {
        input: {
          ...{ postId, body, clientMutationId },
          ...(parent !== null && { parentId: parent.id }),
          ...(isGuest && guestName !== '' && { guestName }),
          ...(honeypot !== '' && { honeypot }),
        },
      });
      switch (createComment?.__typename) {
        case 'CreateCommentPayload': {
          const { number } = createComment.comment;
          store.set({ announced: words.say('posted', { n: number }) });
          store.set({ written: new Set([...store.state.written, number]) });
          // The stream may have told of it already, or may tell of it after a cut only.
          const { discussion } = store.state;
          if (discussion !== null && discussion.totalCount >= number) this.#changePending(clientMutationId, null);
          break;
        }
        case 'CommentHeldPayload':
          store.set({ announced: words.say('held') });
          this.#changePending(clientMutationId, null);
          break;
        default:
          if (createComment?.code === 'FORBIDDEN' && isGuest) askForToken();
          this.#changePending(clientMutationId, { failure: createComment?.message ?? words.say('unreachable') });
          return;
      }
      this.#dropDraft(sent);
      onOwn();
    } catch (error) {
      this.#changePending(clientMutationId, { failure: describeFailure(error, words) });
    }
  }

  /** The next text may be begun already. */
  #dropDraft({ body, parent }: PendingComment): void {
    const { memory } = this.#writing;
    const of = parent?.id ?? '';
    if (memory.readDraft(of) === body) memory.keepDraft(of, '');
  }

  async edit({ id }: DiscussionComment, body: string): Promise<boolean> {
    const { store, clients, memory } = this.#writing;
    const isDone = await this.#try(async () => {
      const { editComment } = await clients.viewer.request(EditCommentDocument, { input: { commentId: id, body } });
      return editComment?.__typename === 'EditCommentPayload' ? null : (editComment?.message ?? '');
    });
    if (isDone) {
      memory.keepDraft(`edit:${id}`, '');
      store.set({ form: null });
    }
    return isDone;
  }

  async withdraw({ id }: DiscussionComment): Promise<boolean> {
    return await this.#try(async () => {
      const { deleteComment } = await this.#writing.clients.viewer.request(DeleteCommentDocument, {
        input: { commentId: id },
      });
      return deleteComment?.__typename === 'DeleteCommentPayload' ? null : (deleteComment?.message ?? '');
    });
  }

  async takeBack(heldCommentId: string): Promise<void> {
    await this.#try(async () => {
      const { withdrawHeldComment } = await this.#writing.clients.viewer.request(WithdrawHeldCommentDocument, {
        input: { heldCommentId },
      });
      return withdrawHeldComment?.__typename === 'WithdrawHeldCommentPayload'
        ? null
        : (withdrawHeldComment?.message ?? '');
    });
    this.#writing.onOwn();
  }

  async report(
    { id }: DiscussionComment,
    report: { reason: 'SPAM' | 'ABUSE' | 'OFF_TOPIC' | 'ILLEGAL' | 'OTHER'; note: string },
  ) {
    const { store, clients, memory, onOwn } = this.#writing;
    if (!(await clients.hasAccount())) memory.makeVoice();
    const isDone = await this.#try(async () => {
      const { reason, note } = report;
      const input = { commentId: id, reason, ...(note !== '' && { note }) };
      const { flagComment } = await clients.viewer.request(FlagCommentDocument, { input });
      return flagComment?.__typename === 'FlagCommentPayload' ? null : (flagComment?.message ?? '');
    });
    if (isDone) {
      store.set({ form: null });
      onOwn();
    }
    return isDone;
  }

  async react({ id }: DiscussionComment, { kind, on }: { kind: string; on: boolean }): Promise<void> {
    const { store, clients, askForToken } = this.#writing;
    const isGuest = !(await clients.hasAccount());
    await this.#try(async () => {
      const { react } = await clients.viewer.request(
        ReactDocument,
        { input: { commentId: id, kind, on } },
        { retry: true },
      );
      if (react?.__typename !== 'ReactPayload') {
        if (react?.code === 'FORBIDDEN' && isGuest) askForToken();
        return react?.message ?? '';
      }
      rememberReactions(store, react.comment);
      return null;
    });
  }

  /** A text as a comment would show it; null where that failed, which is shown. */
  async preview(body: string): Promise<string | null> {
    let html: string | null = null;
    await this.#try(async () => {
      const { previewMarkdown } = await this.#writing.clients.viewer.request(PreviewMarkdownDocument, {
        input: { body },
      });
      if (previewMarkdown?.__typename !== 'PreviewMarkdownPayload') return previewMarkdown?.message ?? '';
      html = previewMarkdown.bodyHtml;
      return null;
    });
    return html;
  }

  /** Does something whose typed error, or whose failure, is shown in place of a result. */
  async #try(action: () => Promise<string | null>): Promise<boolean> {
    const { store, words } = this.#writing;
    let failure: string | null;
    try {
      failure = await action();
    } catch (error) {
      failure = describeFailure(error, words);
    }
    store.set({ failure });
    return failure === null;
  }

  #changePending(clientMutationId: string, change: Partial<PendingComment> | null): void {
    const { store } = this.#writing;
    const changed = store.state.pending.flatMap((one) => {
      if (one.clientMutationId !== clientMutationId) return [one];
      return change === null ? [] : [{ ...one, ...change }];
    });
    store.set({ pending: changed });
  }
}
