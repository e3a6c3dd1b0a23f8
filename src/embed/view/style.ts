/** Every look is a custom property or a part; light and dark follow the `color-scheme` of the page. */
export const STYLE = `
:host { display: block; --_ink: var(--colloquy-ink, light-dark(#1d1d1f, #ececec)); --_soft: var(--colloquy-soft, light-dark(#5c5c63, #a9a9b0));
  --_line: var(--colloquy-line, light-dark(#dcdce0, #3c3c42)); --_fill: var(--colloquy-fill, light-dark(#f4f4f6, #2a2a2e));
  --_accent: var(--colloquy-accent, light-dark(#0b5cad, #7db8ff)); --_on-accent: var(--colloquy-on-accent, light-dark(#fff, #10243c));
  --_new: var(--colloquy-new, light-dark(#fff4cf, #3d3517)); --_wrong: var(--colloquy-wrong, light-dark(#a8201a, #ff9a94));
  --_radius: var(--colloquy-radius, 8px); color: var(--_ink); font: var(--colloquy-font, inherit); line-height: 1.5; overflow-wrap: anywhere; text-align: start }
:host([theme='light']) { color-scheme: light }
:host([theme='dark']) { color-scheme: dark }
* { box-sizing: border-box }
h2, p, fieldset { margin: 0; padding: 0; border: 0 }
h2 { font-size: 1.3em; line-height: 1.2 }
button, textarea, input { font: inherit; color: inherit }
a { color: var(--_accent) }
button { border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_fill); padding: .35em .9em; min-height: 2.2em; cursor: pointer }
button:hover { border-color: var(--_soft) }
button:disabled { border-color: transparent; cursor: default }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px }
.plain { border-color: transparent; background: none; color: var(--_soft); padding: .25em .5em; min-height: 1.9em; text-decoration: underline; text-underline-offset: .2em }
.plain[aria-pressed='true'] { color: var(--_ink); font-weight: bold; text-decoration: none }
.strong, .pill { background: var(--_accent); color: var(--_on-accent); border-color: transparent }
.top { display: flex; flex-wrap: wrap; align-items: baseline; gap: .3em 1.2em; margin-block-end: 1em }
.unread, .note, .hint, .moment, .handle, .edited, .gone, .answers { color: var(--_soft); font-size: .9em }
.news { position: sticky; inset-block-start: .5em; z-index: 1; height: 0; display: grid; justify-items: center }
.pill { border-radius: 2em; box-shadow: 0 2px 8px rgb(0 0 0 / .25) }
.composer { display: grid; gap: .5em; margin-block: .5em 1.2em }
.composer label { font-weight: bold }
textarea, input:not([type]) { width: 100%; border: 1px solid var(--_soft); border-radius: var(--_radius); background: transparent; padding: .5em .7em }
textarea { resize: vertical; min-height: 5em }
.composer .name-of-guest, .report label { font-weight: normal }
.name-of-guest input { max-width: 20em; display: block }
.report fieldset label { display: block; padding-block: .2em }
.trap { position: absolute; inset-inline-start: -9999px; width: 1px !important; height: 1px }
.buttons { display: flex; flex-wrap: wrap; gap: .5em }
.failure { color: var(--_wrong); font-weight: bold }
.chunk { contain: layout style }
.comment { margin-inline-start: calc(var(--depth) * var(--colloquy-indent, clamp(8px, 3vw, 28px))); padding: .8em .6em; border: 0 solid var(--_line); --_reply: min(1, var(--depth, 0)); border-block-start-width: calc((1 - var(--_reply)) * 1px); border-inline-start-width: calc(var(--_reply) * 2px); scroll-margin-block: 4em }
.comment.new { background: var(--_new) }
.comment.linked { outline: 2px solid var(--_accent); outline-offset: -2px }
.comment > header { display: flex; flex-wrap: wrap; align-items: center; gap: .2em .5em }
.avatar { border-radius: 50%; flex: none; width: 28px; height: 28px; background: var(--_fill) }
.name, .subject { font-weight: bold }
.subject { margin-block-start: .4em }
h2, time, button, .number, .handle, .answers { unicode-bidi: plaintext }
.moment { text-decoration: none }
.text { margin-block: .4em }
.text > :first-child { margin-block-start: 0 }
.text > :last-child { margin-block-end: 0 }
.text p, .text ul, .text ol, .text blockquote, .text pre { margin-block: .6em }
.text blockquote { margin-inline: 0; padding-inline-start: .8em; border-inline-start: 3px solid var(--_line); color: var(--_soft) }
.text pre { overflow-x: auto; background: var(--_fill); padding: .7em; border-radius: var(--_radius) }
.text code { font-size: .92em }
.text img { max-width: 100%; height: auto }
.comment > footer { display: flex; flex-wrap: wrap; align-items: center; gap: .2em .4em; font-size: .92em }
.reaction { border-radius: 2em; padding: .15em .8em; min-height: 1.9em }
.reaction[aria-pressed='true'] { border-color: var(--_accent); color: var(--_accent); font-weight: bold }
.pending { margin-block: .6em; padding: .7em; border: 1px dashed var(--_soft); border-radius: var(--_radius) }
.preview:empty { position: absolute }
.preview:not(:empty) { border: 1px dashed var(--_line); border-radius: var(--_radius); padding: .6em .8em }
.raw { white-space: pre-wrap }
.pins a { display: block; margin-block: .4em; border-inline-start: 3px solid var(--_accent); padding: .2em .7em; color: inherit; text-decoration: none }
.pins b { color: var(--_accent) }
.more { display: block; width: 100%; margin-block: .8em }
.sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (pointer: coarse) { button, .plain, .reaction { min-height: 44px } .plain { padding-inline: .7em } }
@media (prefers-reduced-motion: no-preference) { .pill { animation: come .2s ease-out } @keyframes come { from { opacity: 0; translate: 0 -.5em } } }
`;
