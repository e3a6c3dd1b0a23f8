import type { DemoComment } from '../demo-shapes.ts';

/** The model discussion: every feature of a thread stands in it somewhere. */
export const BUS_COMMENTS: readonly DemoComment[] = [
  {
    number: 1,
    by: 'walter-route-9',
    subject: 'Thirty-one years on the 9',
    body: `I drove the 9 for thirty-one years and I can tell you what the old timetable was. It was the time at which, on a dry Tuesday in 1988, a man called Reg got to Tanner's Row without stopping for anybody.

We all knew. You left the depot two minutes early and made it up at the bridge.`,
  },
  { number: 2, by: { guest: null }, body: '83 % of *what*, though? Eighty-three per cent of a bus?' },
  {
    number: 3,
    by: 'nadia',
    to: 2,
    body: `Of mornings like this one. Take every morning on which the screen would have said 83 %, and on 83 of each hundred the bus came within five minutes.

The trouble is that you only ever get to stand in one morning.`,
  },
  {
    number: 4,
    by: { guest: 'Hal' },
    to: 3,
    body: 'So if I wait on a hundred mornings, I am owed 83 buses?',
  },
  { number: 5, by: 'nadia', to: 4, body: 'You are owed nothing, but yes, near enough. Bring a flask.' },
  {
    number: 6,
    by: 'sal',
    to: 1,
    body: `Walter!! You used to wait for me when I had the trays. Forty focaccia every morning, and you'd say "the timetable can smell that, we'd better hold on".`,
  },
  {
    number: 7,
    by: 'walter-route-9',
    to: 6,
    body: `And you always gave me the corner piece. That's the part a model won't know, Salvatore: **the 9 was late on Fridays because of bread.**`,
  },
  {
    number: 8,
    by: { guest: 'Hal' },
    to: 4,
    body: 'And the other seventeen? Who do I see about the seventeen?',
  },
  {
    number: 9,
    by: 'dr-quince',
    to: 8,
    body: `In my experience, the seventeen are when one meets people. I have been married for twenty-six years to a man whom I would never have spoken to had the 9 been punctual on 4 March 1998.`,
  },
  {
    number: 10,
    by: 'lenka',
    subject: 'Whether to run',
    body: `Odile has it exactly. I don't need a probability, I need a verb. There are only three:

1. **Walk.**
2. **Run.**
3. **Give up and telephone.**

A screen with one word on it, please. Large.`,
  },
  {
    number: 11,
    by: 'moss',
    to: 9,
    body: 'this is the most romantic use of a tail event i have ever read',
  },
  {
    number: 12,
    by: 'nadia',
    to: 10,
    body: `That is a better design than it sounds, because *run* depends on where **you** are and not only on where the bus is. The screen can't know. Your telephone could.`,
  },
  {
    number: 13,
    by: 'lenka',
    to: 12,
    body: `I am seventy-four. If my telephone ever tells me to run, it will be 0 % from then on.`,
  },
  {
    number: 14,
    by: 'dr-quince',
    to: 9,
    body: 'He was reading my newspaper. Over my shoulder. I ought to have minded more.',
  },
  {
    number: 15,
    by: { guest: 'A Tidewater driver' },
    subject: 'From behind the wheel',
    body: `Not giving my name, for reasons. What the screens have changed in the cab: nothing, except that passengers now get on and **tell me my odds**.

"You were only sixty per cent, you know." Yes, madam. Most days I feel like less.`,
  },
  {
    number: 16,
    by: 'kwame',
    to: 15,
    body: `Sending you strength, and a promise that 8C will say good morning. They have been practising since the article came out.`,
  },
  {
    number: 17,
    by: { guest: 'Hal' },
    to: 14,
    body: `I came here to complain about a bus and now there is something in my eye. What did he do with the crossword?`,
  },
  {
    number: 18,
    by: 'pelle',
    body: `The table deserves a proper look before everybody shouts at it. Those are small numbers, but let me put intervals on them (Wilson, 95 %):

| said      | came  | share | from | to   |
|-----------|------:|------:|-----:|-----:|
| 90 +      | 60/64 |  94 % | 85 % | 98 % |
| 70 to 89  | 71/88 |  81 % | 71 % | 88 % |
| 50 to 69  | 22/41 |  54 % | 39 % | 68 % |
| under 50  |  4/19 |  21 % |  9 % | 43 % |

Nothing in it says that the screen lies. *Three people, three stops, one week* says that we don't know very much yet.`,
  },
  {
    number: 19,
    by: { guest: 'concerned of Lower Ferry' },
    body: `Typical. Nobody under forty can be bothered to read a timetable, so now the rest of us have to do sums in the rain. And I know for a fact who voted for it.`,
    isWithdrawn: true,
  },
  {
    number: 20,
    by: 'kwame',
    to: 19,
    body: `With respect, I teach people under forty all day, and they are the only ones at my stop who worked out what the number means. One of them explained it to me. Kindly. It was awful.`,
  },
  {
    number: 21,
    by: 'dr-quince',
    to: 17,
    body: `Fourteen down. "Certain to be late (6)". He leant over and said PROMPT, which is wrong, and then that it was ironical, which is unforgivable. I let him have it.`,
  },
  {
    number: 22,
    by: 'moss',
    to: 21,
    body: 'PROMPT fits though',
  },
  {
    number: 23,
    by: 'zeynep',
    subject: 'Who pays for the 17 %',
    body: `An hour's lateness costs me an hour's pay. It costs my manager nothing. A forecast moves the risk to whoever can carry it least and calls that "treating us as adults".

I'd like a timetable back, even a bad one: I could at least show it to somebody.`,
    editedTo: `An hour's lateness costs me an hour's pay. It costs my manager nothing. A forecast moves the risk to whoever can carry it least and calls that "treating us as adults".

I'd like a timetable back, even a bad one: I could at least show it to somebody.

*Edited: several people have asked. I clean at the clinic, the early shift, and I am not exaggerating about the hour.*`,
  },
  {
    number: 24,
    by: { guest: 'concerned of Lower Ferry' },
    to: 20,
    body: `I've taken mine down. It was a bad morning and the sentence about voting was beneath me. Please thank your pupil.`,
  },
  {
    number: 25,
    by: 'kwame',
    to: 24,
    body: `That is a rarer thing on the internet than a punctual 9, and I'll read it to the class. (She says: "tell them it's fine, my nan does it too".)`,
  },
  {
    number: 26,
    by: 'ines',
    to: 23,
    body: `This is the comment I should have put in the article, and I'm sorry that I did not. May I ring you? The taxi promise as drafted starts at 7:00, which is *after* the early shift begins. I had not noticed. I doubt that Tidewater has.`,
  },
  {
    number: 27,
    by: 'zeynep',
    to: 26,
    body: `Yes. Not before ten, I'll be asleep. Thank you.`,
  },
  {
    number: 28,
    by: { guest: 'Third stop on the left' },
    to: 23,
    body: `My foreman accepts a photograph of the screen. "Look, it said ninety." He's had it laminated: **NOBODY IS LATE AT 90**.`,
  },
  {
    number: 29,
    by: 'yuki',
    body: `京都では、バスが二分遅れると運転手さんが謝ります。ここでは、確率が謝ってくれるのですね。

(In Kyoto the driver apologises when the bus is two minutes late. Here, I see, the probability does it for him.)`,
  },
  {
    number: 30,
    by: { guest: 'A Tidewater driver' },
    to: 29,
    body: `I'd apologise if they could hear me over the announcement that apologises.`,
  },
  {
    number: 31,
    by: 'yuki',
    to: 30,
    body: 'では、私が乗るときに一緒に謝りましょう。🙇‍♀️ When I get on, let us apologise together.',
  },
  {
    number: 32,
    by: 'ramona',
    subject: 'The man with the cello',
    body: `He's my husband. He would like it known that he looks at everybody like that, it's the cello that makes him squint, and that he holds the Almanac responsible for nothing but the crossword.`,
  },
  {
    number: 33,
    by: 'ines',
    to: 32,
    body: `I'm mortified, and delighted. Did he get where he was going?`,
  },
  {
    number: 34,
    by: 'ramona',
    to: 33,
    body: `He did, with four minutes to spare. He says that a rehearsal has its own probabilities and that nobody prints *those* on a screen.`,
  },
  {
    number: 35,
    by: 'pelle',
    to: 34,
    body: `Somebody should. "Second oboe: 61 %."`,
  },
  {
    number: 36,
    by: { guest: 'second oboe' },
    to: 35,
    body: 'I feel seen, and I would put it nearer 55.',
  },
  {
    number: 37,
    by: { guest: null },
    subject: 'cheap taxis!!',
    body: 'Forget the bus, my cousin does the airport and anywhere else for half the price, send me a message and I give you his number',
  },
  {
    number: 38,
    by: 'sal',
    to: 37,
    body: `My friend, at least say what probability he arrives with.`,
  },
  {
    number: 39,
    by: 'walter-route-9',
    to: 15,
    body: `Chin up, lad (or lass). In my day they told you your *time*. "You're four minutes late, driver." You learn to say: "Then you've had four minutes more of a lovely morning." Works one time in five.`,
  },
  {
    number: 40,
    by: { guest: 'A Tidewater driver' },
    to: 39,
    body: 'Twenty per cent. Under fifty. **I should be sending them a taxi.**',
  },
  {
    number: 41,
    by: { guest: 'Hal' },
    to: 38,
    body: 'Whatever was up there, I am now sorry that I missed it.',
  },
  {
    number: 42,
    by: 'nadia',
    to: 18,
    body: `Thank you, Pelle. Only one quarrel: the mornings aren't independent. When the bridge goes up, all three stops are late at once, so the honest intervals are wider still.`,
  },
  {
    number: 43,
    by: 'pelle',
    to: 42,
    body: `Granted. By how much? I had no days with the bridge up in my notes.`,
  },
  {
    number: 44,
    by: 'mirela',
    to: 43,
    body: `I had the Custom House stop and I wrote them down, because I was bored: it went up on Tuesday (7:35, for the dredger) and on Friday (8:10, for what seemed to be a single man in a very small boat, waving).`,
  },
  {
    number: 45,
    by: { guest: 'a very small boat' },
    to: 44,
    body: 'I have the right of way and I will go on waving.',
  },
  {
    number: 46,
    by: 'pelle',
    to: 44,
    body: `Then without Friday it is 68 of 82 in the second row. Which is to say: 83 %. I need to lie down.`,
  },
  {
    number: 47,
    by: { guest: 'Мария' },
    body: `У нас на остановке висела табличка: «Автобус придёт». Без времени. И ведь всегда приходил.

The sign at our stop at home said only: "The bus will come." No time at all. And, you know, it always did.`,
  },
  {
    number: 48,
    by: 'lenka',
    to: 47,
    body: `*Autobus přijede.* We had the same one. I take back my three verbs; this is the only one anybody needs.`,
  },
  {
    number: 49,
    by: 'moss',
    to: 47,
    body: 'P(bus) = 1, t unspecified. technically the most accurate timetable ever published',
  },
  {
    number: 50,
    by: 'nadia',
    to: 49,
    body: `It is also unfalsifiable, but at that hour so am I.`,
  },
  {
    number: 51,
    by: { guest: 'Grumpy of Gas Lane' },
    subject: 'What is wrong with a clock',
    body: `Not one word here about the **cost** of these screens. I asked. Each is £2,340 with the pole. For that I will stand at Tanner's Row myself and tell people when it looks likely.`,
  },
  {
    number: 52,
    by: 'sal',
    to: 51,
    body: 'I will supply this man with a stool and coffee.',
  },
  {
    number: 53,
    by: { guest: 'Grumpy of Gas Lane' },
    to: 52,
    body: 'Now we are negotiating.',
  },
  {
    number: 54,
    by: 'tomasz',
    to: 51,
    body: `The figure is right: it's item 14 in the [council's papers](https://example.org/council/item-14). The pole is £600 of it. Nobody I spoke to could say what is special about the pole.`,
  },
  {
    number: 55,
    by: { guest: 'Pole enthusiast' },
    to: 54,
    body: `Hot-dip galvanised, flanged base, rated for a storm that comes once in fifty years. **2 % a year**, if we are doing this now.`,
  },
  {
    number: 56,
    by: 'kwame',
    to: 10,
    body: `I put it to 8C. After twenty minutes of democracy the screen is to say, in order of likelihood:

- \`LEAVE NOW\`
- \`finish your toast\`
- \`make another toast\`
- \`ask about the taxi\`

Toast, they say, is a unit that everybody understands.`,
  },
  {
    number: 57,
    by: 'lenka',
    to: 56,
    body: 'I withdraw my own proposal and second the motion of 8C. 🍞',
  },
  {
    number: 58,
    by: 'nadia',
    to: 56,
    body: `It's a proper scale, too: ordinal, with a natural zero at no toast. Tell them that a statistician approves.`,
  },
  {
    number: 59,
    by: 'kwame',
    to: 58,
    body: `They asked whether "statistician" is somebody who is only *probably* a scientist. I said I would pass it on, and I have.`,
  },
  {
    number: 60,
    by: { guest: 'Odile' },
    subject: 'It was me',
    body: `I am the lady with the two bags. I ran. It came. I have since been stopped twice in the market and asked what was in them: **leeks, and a lamp**.`,
  },
  {
    number: 61,
    by: 'walter-route-9',
    to: 60,
    body: `I remember you, madam! Blue coat, always had the right change. I waited for you many a time, and if anybody asks, it was the bread.`,
  },
  {
    number: 62,
    by: { guest: 'Odile' },
    to: 61,
    body: `I knew. One always knows when a bus is waiting on purpose. It was in no timetable, and it is in no model either, and it was the best thing about the 9.`,
  },
  {
    number: 63,
    by: 'ines',
    to: 62,
    body: `I'd like to print these two comments in Saturday's paper, if you both agree. On the front, in the typeface that sounds certain.`,
  },
  {
    number: 64,
    by: 'walter-route-9',
    to: 63,
    body: 'Agreed, if Salvatore gets a mention.',
  },
  {
    number: 65,
    by: { guest: 'Odile' },
    to: 63,
    body: 'Agreed. Please spell it with one L. The other one is my sister.',
  },
  {
    number: 66,
    by: { guest: null },
    body: `Long-time reader, first-time waiter. Screen at the Custom House this morning: **100 %**, in red, for a bus that I could see *and was sitting on*. I don't know why that made me so happy.`,
  },
  {
    number: 67,
    by: 'moss',
    to: 66,
    body: 'the posterior has converged',
  },
  {
    number: 68,
    by: 'zeynep',
    to: 26,
    body: `For those who asked how it went: Ines rang, then Tidewater rang. From the first of the month the taxi promise starts at **5:15**, at the two stops by the clinic to begin with. I'm to tell them if it does not come. I shall.`,
  },
  {
    number: 69,
    by: 'dr-quince',
    to: 68,
    body: `Brava. I am on the late shift there myself, and I've sat in that shelter. This is the only number in the whole discussion that will get anybody home.`,
  },
  {
    number: 70,
    by: { guest: 'A Tidewater driver' },
    to: 68,
    body: `There's a note up in the depot about it, with your first name on, underlined. Somebody has drawn a small crown. 👑`,
  },
  {
    number: 71,
    by: 'pelle',
    to: 67,
    body: 'With a prior like the 9, that is a great deal of evidence.',
  },
  {
    number: 72,
    by: { guest: 'Hal' },
    to: 21,
    body: `PROMPT does fit. I've just walked down to the stop to check it against the old paper in the shelter. The screen says 83 %. I think I'll wait, and see who comes.`,
  },
];
