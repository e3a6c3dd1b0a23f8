import type { DemoPost } from '../demo-shapes.ts';

export const SWIFTS_POST: DemoPost = {
  slug: 'how-to-count-a-swift',
  title: 'How to Count a Swift',
  kicker: 'Out of doors',
  by: 'tomasz',
  hoursAgo: 78,
  lastCommentMinutesAgo: 600,
  topics: ['Birds', 'Statistics'],
  companies: ['Port Ellery Gasworks'],
  body: `You cannot count swifts. They don't stop, they don't queue, and every one of them is, as far as anybody can see, the same one coming round again. For eleven summers a group of volunteers has counted them all the same, from the roof of the old gasworks, with folding chairs.

Their method would please an accountant. At nine in the evening everybody looks up, and for one minute each person counts only the birds that cross *their own* chimney from left to right. Birds from right to left are somebody else's.

| Summer | Counters | Crossings a minute | Nests found |
|:-------|---------:|-------------------:|------------:|
| 2016   |        4 |                 31 |          12 |
| 2019   |        9 |                 28 |          17 |
| 2022   |       14 |                 22 |          19 |
| 2025   |       23 |                 24 |          41 |

The last line is the story. There are hardly more birds; there are forty-one nests, since somebody at last thought of asking the *scaffolders*. They had known for years. Nobody had ever asked them anything but when they would be finished.

> We go round them. You put up your tubes, you see a face, you leave that corner till August.
>
> — *Deniz, scaffolder*

## If you would like to help

1. Be on the roof by a quarter to nine. There are **96 steps**.
2. Bring a chair and something to share. Olives are over-represented.
3. Choose a chimney and be faithful to it.
`,
  comments: [
    {
      number: 1,
      by: 'nadia',
      body: `"Choose a chimney and be faithful to it" is the best sentence on sampling that I've read this year. ~~I'm stealing it.~~ I'm *citing* it.`,
    },
    { number: 2, by: { guest: 'Deniz' }, body: `That's me in the quote. My mother has bought nine copies. 💛` },
    { number: 3, by: 'tomasz', to: 2, body: 'There will be a tenth at the desk, with the photograph in colour.' },
    {
      number: 4,
      by: 'zeynep',
      to: 2,
      body: 'Ebabil kuşları yuvalarını unutmaz. They never forget a nest, my grandmother says, nor who left it alone. Sağ ol, Deniz.',
    },
    {
      number: 5,
      by: { guest: null },
      body: 'What do you do about the ones that cross right to left? Asking for a swift.',
    },
    { number: 6, by: 'pelle', to: 5, body: 'They are counted by the same group on the other side of the moon.' },
    {
      number: 7,
      by: 'lenka',
      body: 'Ninety-six steps. I shall count them from my bench, left to right, with a hat on.',
    },
  ],
};
