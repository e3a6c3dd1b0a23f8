import { z } from 'zod';
import { isWebAddress } from './address-rules.ts';

// Kinds of values that several settings have.

export const flag = z.enum(['on', 'off'], 'expected on or off');

/** What is separated by commas. */
export const list = z.string().default('').transform(split);

/** As above, where it makes a difference that there is no setting. */
export const givenList = z.string().transform(split);

function split(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

export const webAddress = z
  .string()
  .refine(isWebAddress, 'expected an absolute address such as https://example.org')
  .transform((address) => address.replace(/\/+$/, ''));

/** A whole number; `expected` says which. */
export function numberFrom(least: number, { to, expected }: { to: number; expected: string }) {
  return z
    .string()
    .regex(/^\d{1,5}$/, expected)
    .transform(Number)
    .refine((number) => number >= least && number <= to, expected);
}

export const port = numberFrom(0, { to: 65_535, expected: 'expected a number from 0 to 65535' });

export const secret = z
  .string()
  .refine((text) => Buffer.byteLength(text) >= 32, 'expected 32 bytes or more; `openssl rand -base64 48` makes one');
