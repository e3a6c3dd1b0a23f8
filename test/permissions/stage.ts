import { randomBytes, randomUUID } from 'node:crypto';
import { signToken } from '../../src/execution/identity/token.ts';
import { encodeGlobalId } from '../../src/relay/global-id.ts';
import type { Standing } from '../../src/session/policy.ts';
import type { Door } from './doors.ts';

/** What a person sends to be known. */
export type Credential = Readonly<Record<string, string>>;

/** Makes what a viewer's rights are tried on, each time anew, through the service itself. */
export class Stage {
  readonly viewer: Credential;
  readonly #door: Door;
  /** The viewer, before there was a role: what moderators write is not held. */
  readonly #asReader: Credential;
  readonly #staff: Credential;
  readonly #other: Credential;

  private constructor(door: Door, people: Record<'viewer' | 'asReader' | 'staff' | 'other', Credential>) {
    this.#door = door;
    this.viewer = people.viewer;
    this.#asReader = people.asReader;
    this.#staff = people.staff;
    this.#other = people.other;
  }

  static async of(standing: Standing, { door, secret }: { door: Door; secret: string }): Promise<Stage> {
    const subject = randomUUID();
    const isAccount = standing !== 'ANYBODY' && standing !== 'VOICE';
    const viewer = await aCredential(standing, { subject, secret });
    const asReader = isAccount ? await aCredential('READER', { subject, secret }) : viewer;
    const staff = await aCredential('ADMIN', { subject: 'staff', secret });
    const other = await aCredential('READER', { subject: randomUUID(), secret });
    return new Stage(door, { viewer, asReader, staff, other });
  }

  unique(): string {
    return `Text ${randomUUID()}`;
  }

  uniqueUrl(): string {
    return `http://localhost:3000/${randomUUID()}`;
  }

  async aPage(): Promise<string> {
    const input = { url: this.uniqueUrl(), title: this.unique() };
    return (await this.#mutate('openDiscussion', { input, selection: 'post { id }' })).post.id;
  }

  async aPost({ isOwn = false, publish = true } = {}): Promise<string> {
    const input = { title: this.unique(), body: 'Text.', publish };
    const { post } = await this.#mutate('createPost', { input, selection: 'post { id }' });
    if (isOwn) await this.#door.giveAway(post.id, this.viewer);
    return post.id;
  }

  async aComment({ isOwn = false } = {}): Promise<string> {
    const input = { postId: await this.aPost(), body: this.unique() };
    const { comment } = await this.#mutate('createComment', {
      input,
      selection: 'comment { id }',
      as: this.#writer(isOwn),
    });
    return comment.id;
  }

  async aHeldComment({ isOwn = false } = {}): Promise<string> {
    const input = { postId: await this.aPost(), body: this.unique(), honeypot: 'filled in' };
    const as = isOwn ? this.#asReader : this.#other;
    const { heldComment } = await this.#mutate('createComment', {
      input,
      payload: 'CommentHeldPayload',
      selection: 'heldComment { id }',
      as,
    });
    return heldComment.id;
  }

  async aHiddenComment({ isOwn = false } = {}): Promise<string> {
    const commentId = await this.aComment({ isOwn });
    await this.#mutate('moderateComment', {
      input: { commentId, action: 'HIDE', reason: 'A reason.' },
      selection: '__typename',
    });
    return commentId;
  }

  async aVoicesComment(): Promise<string> {
    const input = { postId: await this.aPost(), body: this.unique() };
    return (await this.#mutate('createComment', { input, selection: 'comment { id }', as: aVoice() })).comment.id;
  }

  async aMute(): Promise<string> {
    const input = { commentId: await this.aComment(), reason: 'A reason.' };
    return (await this.#mutate('muteCommenter', { input, selection: 'mute { id }' })).mute.id;
  }

  async anApiToken({ isOwn = false } = {}): Promise<string> {
    const input = { name: 'A token', scopes: ['READ'] };
    const as = isOwn ? this.viewer : this.#other;
    return (await this.#mutate('createApiToken', { input, selection: 'apiToken { id }', as })).apiToken.id;
  }

  async anAuditEntry(): Promise<string> {
    await this.aHiddenComment();
    const { auditLog } = await this.#door.read('{ auditLog(first: 1) { nodes { id } } }', this.#staff);
    return auditLog.nodes[0].id;
  }

  /** What confirms that whoever wrote a comment is to be erased. */
  async confirmationOf(commentId: string): Promise<string> {
    const query = `{ comment(id: "${commentId}") { author { ... on Author { handle } } } }`;
    return (await this.#door.read(query, this.#staff)).comment.author?.handle ?? commentId;
  }

  async queueCursorBeforeAnEvent(): Promise<string> {
    const { moderationCursor } = await this.#door.read('{ moderationCursor }', this.#staff);
    await this.aHeldComment();
    return moderationCursor;
  }

  #writer(isOwn: boolean): Credential {
    return isOwn ? this.viewer : this.#other;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what it has just asked for
  async #mutate(field: string, { input, selection, payload, as = this.#staff }: Mutation): Promise<any> {
    const type = payload ?? `${field.charAt(0).toUpperCase()}${field.slice(1)}Payload`;
    return await this.#door.mutate(field, { input, selection: `... on ${type} { ${selection} }`, as });
  }
}

interface Mutation {
  readonly input: object;
  readonly selection: string;
  readonly payload?: string;
  readonly as?: Credential;
}

async function aCredential(
  standing: Standing,
  { subject, secret }: { subject: string; secret: string },
): Promise<Credential> {
  if (standing === 'ANYBODY') return {};
  if (standing === 'VOICE') return aVoice();
  const token = await signToken({ subject, role: standing }, { secret, expiresIn: 3_600 });
  // An account has its browser's voice, too.
  return { authorization: `Bearer ${token}`, ...aVoice() };
}

function aVoice(): Credential {
  return { 'colloquy-voice': randomBytes(24).toString('base64url') };
}

export function uuidOf(id: string): string {
  return Buffer.from(id, 'base64url').toString().split(':')[1] ?? encodeGlobalId('Post', id);
}
