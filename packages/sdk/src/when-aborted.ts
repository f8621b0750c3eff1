interface Waiting {
  readonly acts: Set<() => void>;
  readonly onAbort: () => void;
}

const waitingFor: WeakMap<AbortSignal, Waiting> = new WeakMap();

/**
 * Calls `act` once when the signal is aborted, unless released before. However many wait for one signal, it has one
 * listener: of more than ten Node 20 warns as of a leak, and one signal may well be meant for a hundred calls.
 *
 * @returns what releases it, to be called at any time
 */
export function whenAborted(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal === undefined) return () => undefined;
  const { acts, onAbort } = waitingFor.get(signal) ?? listen(signal);
  // The same function may wait more than once.
  const own = (): void => act();
  acts.add(own);
  return () => {
    if (!acts.delete(own) || acts.size > 0) return;
    signal.removeEventListener('abort', onAbort);
    waitingFor.delete(signal);
  };
}

function listen(signal: AbortSignal): Waiting {
  const acts = new Set<() => void>();
  const onAbort = (): void => {
    waitingFor.delete(signal);
    for (const act of acts) {
      acts.delete(act);
      act();
    }
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const waiting = { acts, onAbort };
  waitingFor.set(signal, waiting);
  return waiting;
}
