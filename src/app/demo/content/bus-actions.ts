import type { DemoAction, DemoComplaint } from '../demo-shapes.ts';

/** The number of the comment whose reports wait. */
export const FLAGGED = 55;
/** The number of the comment that is pinned. */
export const PINNED = 68;

/** What is done about the comments of the model discussion: at its end a report and a held comment wait for a moderator. */
export const BUS_ACTIONS: readonly DemoAction[] = [
  {
    kind: 'moderate',
    after: 30,
    by: 'mod',
    number: 20,
    action: 'LOCK',
    reason: 'Settled, and handsomely. Let us leave it there.',
  },
  { kind: 'flag', after: 37, by: 'moss', number: 37, reason: 'SPAM', note: null },
  {
    kind: 'moderate',
    after: 40,
    by: 'mod',
    number: 37,
    action: 'HIDE',
    reason: 'An advertisement. A notice on page 11 is £4, and reaches more people who want a taxi.',
  },
  {
    kind: 'flag',
    after: 55,
    by: { guest: 'Pole enthusiast' },
    number: 51,
    reason: 'ABUSE',
    note: 'Offering to replace it with a man on a stool.',
  },
  {
    kind: 'flag',
    after: 57,
    by: 'lenka',
    number: FLAGGED,
    reason: 'OFF_TOPIC',
    note: 'We are discussing a bus. Nobody has ever waited for a pole.',
  },
  { kind: 'moderate', after: 58, by: 'mod', number: 51, action: 'DISMISS_FLAGS', reason: 'Grumpy, but civil.' },
  {
    kind: 'flag',
    after: 59,
    by: { guest: 'Grumpy of Gas Lane' },
    number: FLAGGED,
    reason: 'OTHER',
    note: 'I have a suspicion that this person sells them.',
  },
  {
    kind: 'hold',
    after: 66,
    by: 'ada',
    rule: 'LINKS',
    to: 1,
    body: `My aunt kept the timetable of 1961, and I have put up [a photograph of it](https://example.org/route-9-in-1961). The 7:42 is underlined twice, and beside it somebody has written: *hopeful*.`,
  },
  { kind: 'pin', after: 70, by: 'mod', number: PINNED, as: 'FIRST_WORD' },
];

/** What the demo commenter reports comments for. */
export const BUS_COMPLAINTS: readonly DemoComplaint[] = [
  { by: 'lenka', reason: 'OFF_TOPIC', note: 'Too long for a person who is standing up.' },
  { by: 'pelle', reason: 'OTHER', note: 'Three significant digits, from a sample of one.' },
  { by: 'dr-quince', reason: 'OFF_TOPIC', note: 'I laughed in the waiting room. It frightened the patients.' },
  { by: 'zeynep', reason: 'SPAM', note: 'The third joke about toast before breakfast.' },
];
