/** What all pages share: a page of print, in light and dark. Nothing is loaded: every system has these fonts. */
export const PAGE_STYLE = `
:root { --ink: #1d1b18; --paper: #fbf9f5; --soft: #6b645b; --line: #ddd6ca; --link: #8a3b12; --fresh: #fbe9b7 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece7df; --paper: #191714; --soft: #a49b8f; --line: #3b352d; --link: #f0a87a; --fresh: #4a3b17 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 Georgia, 'Times New Roman', serif; overflow-wrap: break-word }
a { color: var(--link); text-underline-offset: .15em }
h1, h2, h3, p { margin: 0 }
.masthead, main, .colophon { max-width: 44rem; margin: 0 auto; padding: 0 1.5rem }
.masthead { padding-block: 1rem 0 }
.masthead nav { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; border-bottom: 3px double var(--line); padding-bottom: .8rem }
.masthead a { color: var(--ink); text-decoration: none; font-variant: small-caps; letter-spacing: .08em }
.masthead span a { margin-inline-start: 1.5rem }
.masthead [aria-current] { text-decoration: underline; text-decoration-color: var(--link) }
.skip { position: absolute; inset-inline-start: 1rem; top: 0; padding: .4rem .8rem; background: var(--paper); transform: translateY(-110%) }
.skip:focus { transform: none; z-index: 1 }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
.pages { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .3rem 1.5rem; margin-top: 1.5rem; font: .9rem/1.7 system-ui, sans-serif }
.pages [rel=next] { margin-inline-start: auto }
.colophon { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; padding-block: 2rem 4rem; font: .85rem/1.5 system-ui, sans-serif }
h1 { font-size: clamp(2rem, 6vw, 3rem); line-height: 1.1; letter-spacing: -.01em; text-wrap: balance }
.kicker { color: var(--link); font: bold .8rem/1.4 system-ui, sans-serif; letter-spacing: .08em; text-transform: uppercase; margin-bottom: .6rem }
time { white-space: nowrap }
.sr-only { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
@media (max-width: 40rem) {
  .masthead, main, .colophon { padding-inline: 1rem }
}
`;
