/** Whatever outlives its users and wants to be told when they are done: a test, or a whole file. */
export interface Scope {
  /** Has `cleanup` called when the scope ends. */
  after(cleanup: () => Promise<void>): void;
}

const stack: (() => Promise<void>)[] = [];

/** The scope of the running test file. What was made first is cleaned up last. */
export const file: Scope = {
  after: (cleanup) => {
    stack.push(cleanup);
  },
};

/** Ends the file's scope. Every clean-up runs, even when one before it fails; the first failure is thrown. */
export async function cleanUpFile(): Promise<void> {
  const failures: unknown[] = [];
  for (const cleanup of stack.splice(0).reverse()) {
    await cleanup().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
