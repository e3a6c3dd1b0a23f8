import type { ModerationKind } from '../../../sdk/index.ts';
import type { Command } from '../model/commands.ts';
import type { DeskState, SearchFilter } from '../model/desk-state.ts';
import type { DeskWords } from '../texts/desk-words.ts';

/** What every part of the desk is drawn from, and what it can ask for. */
export interface DeskContext {
  readonly state: DeskState;
  readonly words: DeskWords;
  readonly actions: DeskActions;
  /** Whether moderators sign in at a provider; else they paste a token. */
  readonly hasProvider: boolean;
}

/** What a moderator can do at the desk. */
export interface DeskActions {
  run(command: Command): void;
  signIn(): void;
  useToken(token: string): void;
  signOut(): void;
  changeTab(tab: DeskState['tab']): void;
  changeKind(kind: ModerationKind | null): void;
  select(id: string | null, isOver: boolean): void;
  mark(marked: ReadonlySet<string>): void;
  /** Opens a comment that may not be in the list. */
  open(id: string): void;
  search(filter: SearchFilter): void;
  loadMore(): void;
  giveReason(given: { readonly reason: string; readonly days: number | null }): void;
  reload(): void;
}
