/** Work that goes on behind the answers, until it is done or the cloud closes. */
export class Jobs {
  readonly #running = new Set<Promise<void>>();
  readonly #end = new AbortController();

  /**
   * Starts work once the answer under way is on its way.
   * @param work is told by the signal that the cloud closes; what it throws is an error of the cloud itself
   */
  start(work: (end: AbortSignal) => Promise<void>): void {
    const running = this.#run(work).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #run(work: (end: AbortSignal) => Promise<void>): Promise<void> {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    if (!this.#end.signal.aborted) await work(this.#end.signal);
  }

  /** Ends all work, and waits until it has ended. */
  async close(): Promise<void> {
    this.#end.abort();
    await Promise.allSettled(this.#running);
  }
}
