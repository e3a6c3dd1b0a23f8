/** What the page of a discussion has besides the style of all pages. */
export const DISCUSSION_STYLE = `
.story > header { padding: 2rem 0 1.5rem }
.byline { margin-top: 1rem; color: var(--soft); font: .85rem/1.5 system-ui, sans-serif }
.byline .name { color: var(--ink); font-weight: 600; text-decoration-color: var(--line) }
.body { font-size: 1.1rem }
.body > p:first-child::first-letter { float: inline-start; font-size: 3.3em; line-height: .8; padding-block-start: .08em; padding-inline-end: .05em }
.text > :first-child { margin-top: 0 }
.text > :last-child { margin-bottom: 0 }
.text :is(h1, h2, h3, h4, h5, h6) { font-size: 1.1em; line-height: 1.3; margin: 1.8em 0 .5em }
.text :is(p, ul, ol, blockquote, pre, table) { margin: 0 0 1em }
.text blockquote { border-inline-start: 3px solid var(--line); padding-inline-start: 1rem; color: var(--soft) }
.text :is(code, pre) { font: .85em/1.5 ui-monospace, Menlo, Consolas, monospace }
.text pre { overflow-x: auto; border: 1px solid var(--line); padding: .8rem }
.text table { display: block; overflow-x: auto; border-collapse: collapse; font: .85em/1.4 system-ui, sans-serif; width: fit-content; max-width: 100% }
.text :is(th, td) { border-bottom: 1px solid var(--line); padding-block: .4rem; padding-inline-end: .8rem; text-align: start }
.text [align=right] { text-align: right }
.text [align=center] { text-align: center }
.text img { max-width: 100%; height: auto }
.tags { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3rem 1rem; margin-top: .5rem; font: .85rem/1.5 system-ui, sans-serif }
.body + .tags { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: 1rem }
.tags h2 { font-size: inherit; flex: 0 0 5.5rem; color: var(--soft); font-weight: normal }
.tags ul { display: flex; flex-wrap: wrap; gap: .4rem; list-style: none; margin: 0; padding: 0 }
.tags li a { display: block; border: 1px solid var(--line); border-radius: 1rem; padding: .1rem .7rem; color: var(--ink); text-decoration: none }
.tags li a:hover { border-color: var(--link); color: var(--link) }

colloquy-discussion { display: block; margin-top: 3rem; --colloquy-ink: var(--ink); --colloquy-soft: var(--soft); --colloquy-line: var(--line); --colloquy-accent: var(--link); --colloquy-on-accent: var(--paper); --colloquy-new: var(--fresh); --colloquy-radius: 4px }
.form { display: none }
/* Room for the form and the buttons that the component will have, so that nothing moves when they come. */
@media (scripting: enabled) {
  .form { display: block; height: 20.6rem }
  .comment > footer { margin-bottom: 2.7rem }
  @media (max-width: 40rem) { .form { height: 20.8rem } }
  @media (max-width: 32rem) { .form { height: 24.2rem } }
}
.discussion > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem 1.5rem; border-top: 3px double var(--line); border-bottom: 1px solid var(--line); padding: .8rem 0; font: .85rem/1.5 system-ui, sans-serif }
.discussion h2 { font: bold 1.3rem/1.3 Georgia, 'Times New Roman', serif }
.views, .note { color: var(--soft) }
.views strong { color: var(--ink) }
.pins { line-height: 1.5; margin: 0 }
.pins a { display: block; margin-block: .4em; border-inline-start: 3px solid var(--link); padding: .2em .7em; color: inherit; text-decoration: none }
.pins b { color: var(--link) }
.note { padding: 1rem 0; font-style: italic }
.discussion .pages { margin: 0; padding: 1rem 0; font-size: .85rem; color: var(--soft) }

.comment { position: relative; padding: 1.1rem 0 .9rem; border-bottom: 1px solid var(--line); scroll-margin-top: 1rem; --step: 1.6rem; --most: 8; margin-left: calc(min(var(--depth, 0), var(--most)) * var(--step)) }
[data-view=thread] .d1 { --depth: 1 }
[data-view=thread] .d2 { --depth: 2 }
[data-view=thread] .d3 { --depth: 3 }
[data-view=thread] .d4 { --depth: 4 }
[data-view=thread] .d5 { --depth: 5 }
[data-view=thread] .d6 { --depth: 6 }
[data-view=thread] .d7 { --depth: 7 }
[data-view=thread] .d8 { --depth: 8 }
[data-view=thread] .comment:not(.d0) { border-left: 2px solid var(--line); padding-left: 1rem }
[data-view=thread] .comment:not(.d8, .apart) .answers { display: none }
.comment h3 { font-size: 1.05rem; line-height: 1.35 }
.number { display: inline-block; min-width: 1.6rem; padding-right: .4rem; color: var(--soft); font: .85rem system-ui, sans-serif; font-variant-numeric: tabular-nums }
.by { margin: .1rem 0 .5rem; color: var(--soft); font: .82rem/1.5 system-ui, sans-serif }
.avatar { width: 1.1rem; height: 1.1rem; margin-inline-end: .4rem; border-radius: 3px; object-fit: cover; vertical-align: -.25rem }
.by .account { color: var(--ink); font-weight: 600 }
.by .guest { color: var(--ink); font-style: italic }
.comment footer { display: flex; flex-wrap: wrap; gap: 0 1.2rem; margin-top: .5rem; font: .8rem/1.6rem system-ui, sans-serif }
.by .handle a { color: inherit }
.reactions { display: flex; flex-wrap: wrap; gap: 0 .8rem; list-style: none; margin: 0; padding: 0 }
.reactions .count { font-weight: 600; font-variant-numeric: tabular-nums }
.comment footer a { color: var(--soft) }
.comment footer a:hover { color: var(--link) }
.comment header:has(.subject:empty) { display: flex; align-items: baseline; margin-bottom: .4rem }
.comment header:has(.subject:empty) .by { margin: 0 }
.gone { color: var(--soft); font-style: italic }
.gone .number { font-style: normal }
.comment::before { content: ''; position: absolute; inset: 0 -.8rem; z-index: -1; border-radius: 4px }
.comment:target::before { box-shadow: inset 3px 0 var(--link) }
[data-view=thread] .comment:not(.d0)::before { inset: 0 -.8rem 0 0 }

@media (max-width: 40rem) {
  .discussion > header { column-gap: .9rem }
  .discussion h2 { font-size: 1.15rem }
  .comment { --step: .7rem; --most: 5 }
  [data-view=thread] .comment:not(.d0) { padding-left: .7rem }
  [data-view=thread] .comment:is(.d6, .d7, .d8) .answers { display: inline }
}
`;
