import { itemsOf, type DeskState } from '../model/desk-state.ts';

const NARROW = '(max-width: 60rem)';

/** Where the focus goes when the moderator has done something; what others do never moves it. */
export class DeskFocus {
  #before: DeskState | null = null;

  drawn(shadow: ShadowRoot, state: DeskState): void {
    const before = this.#before;
    this.#before = state;
    this.#showHelp(shadow, state);
    if (before === null || state.phase !== 'ready' || state.isHelpOpen) return;
    if (state.form !== before.form && state.form !== null) {
      const field = shadow.querySelector<HTMLInputElement>('.reason input');
      field?.focus();
      field?.select();
    } else if (state.tab !== before.tab && state.tab === 'search') {
      shadow.querySelector<HTMLElement>('.search input')?.focus();
    } else if (hasMoved(before, state)) this.#follow(shadow, state);
    else this.#keep(shadow, state);
  }

  /** The selected row; or, where there is no room for both, what lies over the list. */
  #follow(shadow: ShadowRoot, state: DeskState): void {
    const isOver = state.isOver && matchMedia(NARROW).matches;
    const row = findRow(shadow, state.selection.id);
    const target = isOver || row === null ? shadow.getElementById('opened') : row;
    target?.focus({ preventScroll: isOver });
    row?.scrollIntoView({ block: 'nearest' });
    if (isOver || row === null) shadow.querySelector('.detail')?.scrollTo({ top: 0 });
  }

  /** What had the focus may have left with a row. */
  #keep(shadow: ShadowRoot, state: DeskState): void {
    if (shadow.activeElement !== null || document.activeElement !== document.body) return;
    const fallback = itemsOf(state)[state.selection.place]?.id ?? null;
    findRow(shadow, state.selection.id ?? fallback)?.focus({ preventScroll: true });
  }

  #showHelp(shadow: ShadowRoot, { isHelpOpen }: DeskState): void {
    const dialog = shadow.querySelector('dialog');
    if (dialog === null || dialog.open === isHelpOpen) return;
    if (isHelpOpen) dialog.showModal();
    else dialog.close();
  }
}

/** Whether something else was opened, or a form was closed, or the way back was taken. */
function hasMoved(before: DeskState, state: DeskState): boolean {
  return (
    before.selection.id !== state.selection.id ||
    before.isOver !== state.isOver ||
    before.opened?.item.id !== state.opened?.item.id ||
    (before.form !== null && state.form === null)
  );
}

function findRow(shadow: ShadowRoot, id: string | null): HTMLElement | null {
  const rows = [...shadow.querySelectorAll<HTMLElement>('.item')];
  return rows.find(({ dataset }) => dataset['id'] === id)?.querySelector<HTMLElement>('.pick') ?? null;
}
