/** Whatever tells when it is over: a test, or a suite of them. */
export interface Scope {
  after(cleanUp: () => Promise<void>): void;
}
