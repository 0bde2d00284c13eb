/** What is to go wrong in a Worker. The harness sends it; it goes down with the process, as faults do. */
export type FaultPlan = { bindings?: BindingFault[]; batches?: BatchFault[] };

/** The next `times` calls of one of these methods fail. `isDone`: the call does its work first, and only its answer is lost. */
export type BindingFault = { binding: string; methods: string[]; times: number; isDone?: boolean };

/**
 * What happens to the next `times` batches of the queue once they are worked off. `crash`: the invocation dies before it has
 * acknowledged anything. `redeliver`: every other message is delivered again, in another batch.
 */
export type BatchFault = { kind: "crash" | "redeliver"; times: number };

/** `sent`, `settled`: messages that the queue took, and that it was told to forget. */
export type FaultCounts = { applied: number; sent: number; settled: number };

let plan: FaultPlan = {};
export const counts: FaultCounts = { applied: 0, sent: 0, settled: 0 };

export function follow(next: FaultPlan): void {
  plan = next;
}

export const takeBindingFault = (binding: string, method: string): BindingFault | undefined =>
  take(plan.bindings?.find((fault) => fault.times > 0 && fault.binding === binding && fault.methods.includes(method)));

export const takeBatchFault = (): BatchFault | undefined => take(plan.batches?.find(({ times }) => times > 0));

function take<F extends { times: number }>(fault: F | undefined): F | undefined {
  if (!fault) return undefined;
  fault.times -= 1;
  counts.applied += 1;
  return fault;
}
