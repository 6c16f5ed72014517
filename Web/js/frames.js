// However many messages arrive, the page is drawn once a frame, and not at all while it is hidden.

export class Frames {
  #draw;
  #asked = false;

  /** @param {() => void} draw */
  constructor(draw) {
    this.#draw = draw;
    document.addEventListener('visibilitychange', () => this.#asked && this.#schedule());
  }

  /** Asks for a drawing; asking again before it happens changes nothing. */
  ask() {
    if (this.#asked) return;
    this.#asked = true;
    this.#schedule();
  }

  #schedule() {
    if (document.hidden) return;
    requestAnimationFrame(() => {
      if (!this.#asked) return;
      this.#asked = false;
      this.#draw();
    });
  }
}
