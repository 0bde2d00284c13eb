/**
 * Between those who bring things at any time and one who takes them in turns. It is bounded: who can wait waits for room, who cannot is
 * told that there is none.
 */
export type WaitingRoom<Item> = {
  /** False, and the item is not taken, where there is no room. */
  offer: (item: Item) => boolean;
  /** Resolves when there is room again, or at the end. */
  room: () => Promise<void>;
  /** Hands over all that waits, again and again, until the room is closed and empty. */
  empty: (hand: (items: Item[]) => Promise<void>) => Promise<void>;
  close: () => void;
};

export function waitingRoom<Item>(most: number): WaitingRoom<Item> {
  let waiting: Item[] = [];
  let isClosed = false;
  const toldOfItems = bell();
  const toldOfRoom = bell();
  return {
    offer: (item) => {
      if (waiting.length >= most) return false;
      waiting.push(item);
      toldOfItems.ring();
      return true;
    },
    room: async () => {
      while (waiting.length >= most && !isClosed) await toldOfRoom.heard();
    },
    empty: async (hand) => {
      for (;;) {
        if (waiting.length === 0 && isClosed) return;
        if (waiting.length === 0) await toldOfItems.heard();
        const items = waiting;
        waiting = [];
        toldOfRoom.ring();
        if (items.length > 0) await hand(items);
      }
    },
    close: () => {
      isClosed = true;
      toldOfItems.ring();
      toldOfRoom.ring();
    },
  };
}

/** Wakes all who wait for it at the moment. */
function bell(): { ring: () => void; heard: () => Promise<void> } {
  let wake: (() => void)[] = [];
  return {
    ring: () => {
      const all = wake;
      wake = [];
      for (const one of all) one();
    },
    heard: () => new Promise((resolve) => wake.push(resolve)),
  };
}
