import type { DemoPost } from '../demo-shapes.ts';

export const NAMES_POST: DemoPost = {
  slug: 'nine-ways-to-spell-a-ferry',
  title: 'Nine Ways to Spell a Ferry — 渡し船, паром, feribot',
  kicker: 'Words',
  by: 'tomasz',
  hoursAgo: 122,
  lastCommentMinutesAgo: 2_300,
  topics: ['Languages', 'The harbour'],
  companies: ['Ellery Ferries', 'Tidewater Buses'],
  body: `The new sign at the landing stage says *ferry* in nine languages, and it took Ellery Ferries fourteen months to paint it. I asked what had kept them. "Listening", said the sign-writer, Aurelio Banks, and he showed me the file.

| Language | On the sign | Who was asked |
|:---------|:------------|:--------------|
| Japanese | 渡し船 | the chef at the Anchor, and his mother, by telephone |
| Russian | паром | two deckhands, who disagreed about the stress |
| Turkish | feribot | everybody in the queue |
| Arabic | عبّارة | the pharmacist, who also corrected the kerning |
| Greek | πορθμείο | a passenger, who wept a little |
| Welsh | fferi | a choir |

The other three are English, English as it was spelt in 1780, and a small drawing of a ferry, for those who have had enough of words.

The Arabic had to be painted *twice*. Set from left to right by an obliging machine, it had come out as five letters standing with their backs to each other. "Like a family photograph", Mr Banks said, "after the will's been read."
`,
  comments: [
    {
      number: 1,
      by: 'yuki',
      body: '「渡し船」を選んでくださって嬉しいです。「フェリー」でもよかったのに。 I am glad that it says 渡し船; フェリー would have been so easy.',
    },
    {
      number: 2,
      by: { guest: 'صيدلانية' },
      body: 'شكرًا! المسافة بين الحروف مهمّة. (Thank you! The space between letters matters.)',
    },
    { number: 3, by: 'kwame', to: 2, body: 'So *you* are the pharmacist. 8C sends its compliments to your kerning.' },
    {
      number: 4,
      by: { guest: 'second deckhand' },
      body: 'Паро́м. На второй слог. (On the second syllable. I will not discuss it further.)',
    },
    { number: 5, by: { guest: 'first deckhand' }, to: 4, body: 'He will discuss it further.' },
    {
      number: 6,
      by: 'zeynep',
      body: 'Feribot! I was in that queue. He wrote it on his hand so as to have it right. 🚢',
    },
  ],
};
