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
    const { store, clients, words, findPost, onOwn, askForToken } = this.#writing;
    const sent = store.state.pending.find((one) => one.clientMutationId === clientMutationId);
    if (sent === undefined) return;
    const { body, guestName, honeypot, parent } = sent;
    try {
      const isGuest = await this.#isGuest();
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

  async edit({ id }: DiscussionComment, body: string): Promise<void> {
    const { store, clients, memory } = this.#writing;
    await this.#try(async () => {
      const { editComment } = await clients.viewer.request(EditCommentDocument, { input: { commentId: id, body } });
      if (editComment?.__typename === 'EditCommentPayload') {
        memory.keepDraft(`edit:${id}`, '');
        store.set({ form: null });
      }
      return editComment;
    });
  }

  async withdraw({ id }: DiscussionComment): Promise<void> {
    const { clients } = this.#writing;
    await this.#try(
      async () => (await clients.viewer.request(DeleteCommentDocument, { input: { commentId: id } })).deleteComment,
    );
  }

  async takeBack(heldCommentId: string): Promise<void> {
    const { clients, onOwn } = this.#writing;
    await this.#try(async () => {
      const input = { heldCommentId };
      return (await clients.viewer.request(WithdrawHeldCommentDocument, { input })).withdrawHeldComment;
    });
    onOwn();
  }

  async report(
    { id }: DiscussionComment,
    report: { reason: 'SPAM' | 'ABUSE' | 'OFF_TOPIC' | 'ILLEGAL' | 'OTHER'; note: string },
  ): Promise<void> {
    const { store, clients, onOwn } = this.#writing;
    await this.#isGuest();
    await this.#try(async () => {
      const { reason, note } = report;
      const input = { commentId: id, reason, ...(note !== '' && { note }) };
      const { flagComment } = await clients.viewer.request(FlagCommentDocument, { input });
      if (flagComment?.__typename === 'FlagCommentPayload') {
        store.set({ form: null });
        onOwn();
      }
      return flagComment;
    });
  }

  async react({ id }: DiscussionComment, { kind, on }: { kind: string; on: boolean }): Promise<void> {
    const { store, clients, words, askForToken, onOwn } = this.#writing;
    if (store.state.discussion?.guestsCanReact !== true && !(await clients.hasAccount())) {
      askForToken();
      store.set({ failure: words.say('reactSignedIn') });
      return;
    }
    await this.#isGuest();
    await this.#try(async () => {
      const input = { commentId: id, kind, on };
      const { react } = await clients.viewer.request(ReactDocument, { input }, { retry: true });
      if (react?.__typename === 'ReactPayload') {
        // Of a guest who has had no voice until now nothing is known yet.
        if (store.state.own.has(id)) rememberReactions(store, react.comment);
        else onOwn();
      }
      return react;
    });
  }

  /** A text as a comment would show it; null where that failed, which is shown. */
  async preview(body: string): Promise<string | null> {
    let html: string | null = null;
    await this.#try(async () => {
      const { viewer } = this.#writing.clients;
      const { previewMarkdown } = await viewer.request(PreviewMarkdownDocument, { input: { body } });
      if (previewMarkdown?.__typename === 'PreviewMarkdownPayload') html = previewMarkdown.bodyHtml;
      return previewMarkdown;
    });
    return html;
  }

  /** Whether the viewer is a guest, who has a voice from now on. */
  async #isGuest(): Promise<boolean> {
    const { clients, memory } = this.#writing;
    const isGuest = !(await clients.hasAccount());
    if (isGuest) memory.makeVoice();
    return isGuest;
  }

  /** Does something, and shows why it was not done: only errors have a message. */
  async #try(action: () => Promise<{ readonly __typename?: string; readonly message?: string } | null>): Promise<void> {
    const { store, words } = this.#writing;
    let failure: string | null;
    try {
      failure = ((await action()) ?? { message: '' }).message ?? null;
    } catch (error) {
      failure = describeFailure(error, words);
    }
    store.set({ failure });
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
