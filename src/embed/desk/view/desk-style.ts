/** What the desk has beside the looks of a discussion. Its policy allows no `style` attributes: depths are attributes of their own. */
export const DESK_STYLE = `
:host { --depth: 0; font: 16px/1.5 system-ui, sans-serif; min-height: 100dvh; background: light-dark(#fff, #17171a) }
h1 { font-size: 1.1rem; margin: 0 }
.sign-in { max-width: 26rem; margin-inline: auto; padding: 15vh 1rem 2rem; display: grid; gap: 1rem }
input[type='password'], input[type='search'], input[type='text'], select { width: 100%; min-height: 2.4em; border: 1px solid var(--_soft); border-radius: var(--_radius); background: light-dark(#fff, #17171a); color: inherit; font: inherit; padding: .3em .6em }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: .2rem 1rem; padding: .4rem 1rem; border-block-end: 1px solid var(--_line) }
.who { margin-inline-start: auto; display: flex; flex-wrap: wrap; align-items: center; gap: .2rem .6rem }
.status, .count { color: var(--_soft); font-size: .9em }
.panes { display: grid; grid-template-columns: minmax(20rem, 2fr) 3fr; min-height: 0 }
.list-pane, .detail { padding: .6rem 1rem 3rem; min-width: 0 }
.detail { border-inline-start: 1px solid var(--_line) }
.desk[data-tab='audit'] .panes:not(:has(.detail)) { grid-template-columns: 1fr }
.items, .evidence ul { list-style: none; margin: 0; padding: 0 }
.item { display: grid; grid-template-columns: auto 1fr; gap: .2rem .5rem; align-items: start; border-block-end: 1px solid var(--_line); border-inline-start: 4px solid transparent; padding: .4rem .3rem }
.item[data-selected] { border-inline-start-color: var(--_accent); background: var(--_fill) }
.item input { width: 1.5rem; height: 1.5rem; margin: .2rem }
.item .failure { grid-column: 2 }
.pick { display: grid; gap: .2rem; text-align: start; border: 0; background: none; padding: .1rem .2rem; min-width: 0; width: 100% }
.line { display: flex; flex-wrap: wrap; gap: .1rem .5rem; align-items: baseline }
.line time { color: var(--_soft); font-size: .9em }
.words { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; unicode-bidi: plaintext }
.why { font-size: .85em; background: var(--_new); border-radius: 1em; padding: 0 .6em }
.note, .pick .note { color: var(--_soft); font-size: .9em }
.comment { margin-inline-start: 0 }
.comment[data-depth='1'] { margin-inline-start: .8rem } .comment[data-depth='2'] { margin-inline-start: 1.6rem }
.comment[data-depth='3'] { margin-inline-start: 2.4rem } .comment[data-depth='4'] { margin-inline-start: 3.2rem }
.opened { border: 0; font-size: 1.05em }
.commands, .reason { padding-block: .6rem; background: light-dark(#fff, #17171a); position: sticky; inset-block-end: 0; z-index: 1; margin: 0; border-block: 1px solid var(--_line) }
.last { display: flex; flex-wrap: wrap; gap: .2rem .4rem }
kbd { font: .85em ui-monospace, monospace; border: 1px solid var(--_line); border-radius: 4px; padding: 0 .35em }
.evidence { margin-block-start: 1.2rem }
.evidence h2 { font-size: 1rem }
.evidence li { padding-block: .4rem; border-block-end: 1px solid var(--_line) }
.history p { color: var(--_soft) }
.search { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem; align-items: end; margin-block-end: .8rem }
.search label { font-size: .9em }
.scrolled { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; vertical-align: top; padding: .35rem .5rem; border-block-end: 1px solid var(--_line) }
.done:empty, .left:empty { display: none }
.left { font-weight: bold; color: var(--_accent) }
.only-narrow { display: none }
dialog { color: inherit; background: light-dark(#fff, #17171a); border: 1px solid var(--_line); border-radius: var(--_radius); max-width: min(36rem, 92vw) }
dialog::backdrop { background: rgb(0 0 0 / .4) }
.help dl { columns: 2 12rem }
.help dl div { display: flex; gap: .8rem; break-inside: avoid; padding-block: .15rem }
.help dt { min-width: 3rem } .help dd { margin: 0 }
@media (min-width: 60.01rem) {
  .desk { display: grid; grid-template-rows: auto 1fr; height: 100dvh }
  .list-pane, .detail { overflow-y: auto }
}
@media (max-width: 60rem) {
  .panes { grid-template-columns: minmax(0, 1fr) }
  .desk:not([data-over]) .detail, .desk[data-over] .list-pane { display: none }
  .detail { border: 0 }
  .only-narrow { display: flex; flex-wrap: wrap; gap: .4rem; margin-block-end: .6rem }
}
`;
