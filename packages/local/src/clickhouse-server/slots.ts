/** A fixed set of things of which each user has one for a while; who waits longest is next. */
export type Slots<T> = {
  use<R>(work: (slot: T) => Promise<R>): Promise<R>;
};

export function makeSlots<T>(all: T[]): Slots<T> {
  const free = [...all];
  const waiting: ((slot: T) => void)[] = [];
  const take = (): Promise<T> => {
    const slot = free.pop();
    return slot === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(slot);
  };
  const giveBack = (slot: T): void => {
    const next = waiting.shift();
    if (next) next(slot);
    else free.push(slot);
  };
  return {
    async use(work) {
      const slot = await take();
      try {
        return await work(slot);
      } finally {
        giveBack(slot);
      }
    },
  };
}
