import { beginSignIn, finishSignIn, renew, type Grant, type SignIn } from './provider.ts';
import type { Keeper } from '../../model/keeper.ts';
import { parseFields, textOf } from './fields.ts';

const SOON = 30_000; // milliseconds before its end at which a token is renewed

/** Who sits at the desk. The token is kept in this tab alone, and never in an address. */
export class Session {
  readonly signIn: SignIn | null;
  readonly #keeper: Keeper;
  #grant: Grant | null;
  #renewal: Promise<Grant> | null = null;

  constructor({ signIn, keeper }: { readonly signIn: SignIn | null; readonly keeper: Keeper }) {
    this.signIn = signIn;
    this.#keeper = keeper;
    this.#grant = readKept(keeper);
  }

  get isKnown(): boolean {
    return this.#grant !== null;
  }

  /** The token for the next request; null where there is none, or where it ended and cannot be renewed. */
  readonly readToken = async (): Promise<string | null> => {
    const grant = this.#grant;
    if (grant === null) return null;
    const { expiresAt, refreshToken, accessToken } = grant;
    if (this.signIn === null || refreshToken === null || expiresAt === null || expiresAt - Date.now() > SOON)
      return accessToken;
    this.#renewal ??= renew(this.signIn, refreshToken).finally(() => {
      this.#renewal = null;
    });
    try {
      this.#keep(await this.#renewal);
    } catch {
      // Its end is told by the service.
    }
    return this.#grant?.accessToken ?? null;
  };

  usePasted(accessToken: string): void {
    this.#keep({ accessToken, expiresAt: null, refreshToken: null });
  }

  forget(): void {
    this.#keep(null);
  }

  /** Goes to the provider. */
  async begin(): Promise<void> {
    if (this.signIn === null) return;
    const { address, begun } = await beginSignIn(this.signIn, redirectUri());
    this.#keeper.keep('begun', JSON.stringify(begun));
    location.assign(address);
  }

  /** Takes what the provider sent back, where it did. The code leaves the address before it is used. */
  async finish(): Promise<void> {
    const query = new URLSearchParams(location.search);
    if (this.signIn === null || !query.has('state')) return;
    history.replaceState(null, '', redirectUri());
    const fields = parseFields(this.#keeper.read('begun'));
    this.#keeper.keep('begun', null);
    const [state, nonce, verifier] = ['state', 'nonce', 'verifier'].map((name) => textOf(fields, name));
    const begun = state == null || nonce == null || verifier == null ? null : { state, nonce, verifier };
    this.#keep(await finishSignIn(this.signIn, { begun, redirectUri: redirectUri(), query }));
  }

  #keep(grant: Grant | null): void {
    this.#grant = grant;
    this.#keeper.keep('token', grant === null ? null : JSON.stringify(grant));
  }
}

function redirectUri(): string {
  return `${location.origin}${location.pathname}`;
}

function readKept(keeper: Keeper): Grant | null {
  const fields = parseFields(keeper.read('token'));
  const accessToken = textOf(fields, 'accessToken');
  if (accessToken === null) return null;
  const { expiresAt } = fields;
  return {
    accessToken,
    expiresAt: typeof expiresAt === 'number' ? expiresAt : null,
    refreshToken: textOf(fields, 'refreshToken'),
  };
}
