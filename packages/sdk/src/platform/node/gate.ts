/** Where one waiter waits until something has happened; opening it without a waiter has no effect. */
export class Gate {
  #open: (() => void) | undefined;

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.();
  }
}
