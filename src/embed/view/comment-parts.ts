// What a comment has wherever it is shown: in a discussion, and on the desk of the moderators.
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { DiscussionComment } from '../../sdk/index.ts';
import type { Words } from '../texts/words.ts';
import { drawAvatar } from './avatar.ts';
import type { Context } from './context.ts';

export function drawAuthor(
  author: DiscussionComment['author'],
  { words, service, authors = null }: Pick<Context, 'words'> & Partial<Pick<Context, 'service' | 'authors'>>,
): TemplateResult {
  return html`${drawAvatar(author?.avatarUrl ?? '', service)}
    <bdi class="name" part="name">${author?.displayName ?? ''}</bdi>
    <span class="handle"
      >${author?.__typename === 'Author' ? drawHandle(author.handle, authors) : words.say('guest')}</span
    >`;
}

function drawHandle(handle: string, authors: string | null) {
  return authors === null ? `@${handle}` : html`<a href=${authors + encodeURIComponent(handle)}>@${handle}</a>`;
}

export function drawMoment(
  { number, createdAt, editedAt, url }: Pick<DiscussionComment, 'number' | 'createdAt' | 'editedAt' | 'url'>,
  { words, now }: { readonly words: Words; readonly now: number },
): TemplateResult {
  return html`<a class="moment" href=${url} title=${words.exact(createdAt)}
      ><time datetime=${createdAt}>${words.ago(createdAt, now)}</time> <span class="number">#${number}</span></a
    >${editedAt === null ? nothing : html` <span class="edited" title=${words.exact(editedAt)}>${words.say('edited')}</span>`}`;
}
