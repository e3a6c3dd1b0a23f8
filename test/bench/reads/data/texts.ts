import { renderBody, type RenderedBody } from '../../../../src/text/render-body.ts';
import type { TextKind } from '../../../../src/text/markdown/rendering.ts';
import type { Random } from '../../../chaos/random.ts';

/** A text as the service stores it. */
export interface StoredText {
  readonly body: string;
  readonly html: string;
  readonly excerpt: string;
}

const WORDS = `about after again also always answer article because before between both bridge budget built certain change
city close common council country data decide different early energy enough every example fact figure first follow found
government grow half harbour hear higher however idea important increase instead interest kind large later law leave less
level local long market matter meeting member million minister money month more most never north number often open other
paper part people percent place plan point power price problem public question quite rather reader reason report result
right river road school second seem several short simple since small source south state still story street study support
system table talk tax thing think though thought three through time together town train true under until value very vote
wait water week west while whole without wonder word work world would write wrong year`.split(/\s+/);

/** A sentence of words, with a capital and a full stop. */
export function writeSentence(random: Random, { least = 5, most = 18 } = {}): string {
  const words = Array.from({ length: Math.round(random.between(least, most)) }, () => random.pick(WORDS));
  return `${capitalise(words.join(' '))}.`;
}

/** A headline, without a full stop. */
export function writeTitle(random: Random): string {
  return writeSentence(random, { least: 4, most: 9 }).slice(0, -1);
}

export function capitalise(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** Texts to choose from: each is rendered once, as the service renders it. */
export function writeTexts(random: Random, { kind, count }: { kind: TextKind; count: number }): StoredText[] {
  return Array.from({ length: count }, () => {
    const body = kind === 'post' ? writeArticle(random) : writeRemark(random);
    const outcome = renderBody(body, kind);
    if ('tooComplex' in outcome) throw new Error(outcome.tooComplex);
    return toStored(body, outcome.rendered);
  });
}

function toStored(body: string, { html, excerpt }: RenderedBody): StoredText {
  return { body, html, excerpt };
}

/** One to four short paragraphs; one remark in three has some markup. */
function writeRemark(random: Random): string {
  const paragraphs = Array.from({ length: Math.ceil(4 * random.next() ** 3) }, () =>
    Array.from({ length: Math.round(random.between(1, 4)) }, () => writeSentence(random)).join(' '),
  );
  return random.next() < 1 / 3 ? [...paragraphs, writeMarkup(random)].join('\n\n') : paragraphs.join('\n\n');
}

function writeMarkup(random: Random): string {
  return random.pick([
    `> ${writeSentence(random)}`,
    `That is *${writeTitle(random)}*, [as it says](https://example.org/${random.pick(WORDS)}).`,
    `- ${writeSentence(random)}\n- ${writeSentence(random)}`,
    `**${writeSentence(random)}** See https://example.org/${random.pick(WORDS)}.`,
  ]);
}

function writeArticle(random: Random): string {
  return Array.from({ length: Math.round(random.between(6, 14)) }, (_, place) => {
    const paragraph = Array.from({ length: Math.round(random.between(2, 6)) }, () => writeSentence(random)).join(' ');
    return place % 4 === 3 ? `## ${writeTitle(random)}\n\n${paragraph}` : paragraph;
  }).join('\n\n');
}
