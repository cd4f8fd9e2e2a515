/** Events from where they arise to whom they concern, one after the other, with an end or an error behind them. */

export class EventQueue<T> implements AsyncIterable<T> {
  readonly #events: T[] = [];
  readonly #onLeave: () => void;
  #wake: (() => void) | undefined;
  #end: { readonly error?: unknown } | undefined;

  /** `onLeave` is called when the reader stops before the end. */
  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
  }

  push(event: T): void {
    if (this.#end) return;
    this.#events.push(event);
    this.#wake?.();
  }

  /** No more events; with an error the reader gets it behind those before. */
  end(error?: unknown): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    let left = true;
    try {
      for (;;) {
        while (this.#events.length > 0) yield this.#events.shift()!;
        if (this.#end) break;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
      }
      left = false;
      if (this.#end.error !== undefined) throw this.#end.error;
    } finally {
      if (left) this.#onLeave();
    }
  }
}
