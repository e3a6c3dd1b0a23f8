/** Gives a shadow root its styles. */
export function adoptStyles(shadow: ShadowRoot, styles: readonly string[]): void {
  shadow.adoptedStyleSheets = styles.map((style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    return sheet;
  });
}

/** Draws at the next frame, once for all changes until then. */
export function createDrawing(draw: () => void): () => void {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      draw();
    });
  };
}
