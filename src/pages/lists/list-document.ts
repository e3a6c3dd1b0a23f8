import { createDocumentKind } from '../document.ts';

/** What pages of lists have besides the style of all pages. */
const LIST_STYLE = `
main { padding-block: 2rem 4rem }
.posts { list-style: none; margin: 2rem 0 0; padding: 0; border-top: 1px solid var(--line) }
.posts > li { padding: 1.4rem 0; border-bottom: 1px solid var(--line) }
.posts .kicker { margin-bottom: .3rem }
.posts :is(h2, h3) { font-size: 1.4rem; line-height: 1.25; text-wrap: balance }
.posts :is(h2, h3) a { color: var(--ink); text-decoration: none }
.posts :is(h2, h3) a:is(:hover, :focus-visible) { text-decoration: underline }
.excerpt { margin-top: .3rem }
.by { margin-top: .4rem; color: var(--soft); font: .85rem/1.5 system-ui, sans-serif }
.by .name { color: var(--ink); font-weight: 600; text-decoration-color: var(--line) }
.by a { white-space: nowrap }
.none { margin-top: 2rem; color: var(--soft) }
.lead { margin-top: .8rem; color: var(--soft) }
section { margin-top: 3rem }
section > h2 { font-size: 1.3rem; line-height: 1.3 }
section > .posts { margin-top: 1rem }
.kinds ul { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: 1rem 0 0; padding: 0; font: .9rem/1.5 system-ui, sans-serif }
.kinds li a { display: block; border: 1px solid var(--line); border-radius: 1rem; padding: .15rem .8rem; color: var(--ink); text-decoration: none }
.kinds li a:hover { border-color: var(--link); color: var(--link) }
.kinds .count { color: var(--soft); font-variant-numeric: tabular-nums }
.person { display: flex; align-items: center; gap: 1.2rem }
.person img { width: 4.5rem; height: 4.5rem; border-radius: 8px; object-fit: cover; flex: none }
.person .lead { margin-top: .2rem; font-family: system-ui, sans-serif }
.person > div { min-width: 0 }
`;

/** Pages of lists, without pictures and with them. */
export const LIST_DOCUMENT = createDocumentKind({ style: LIST_STYLE });
export const PICTURED_LIST_DOCUMENT = createDocumentKind({ style: LIST_STYLE, hasPictures: true });
