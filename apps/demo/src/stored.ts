import { useSyncExternalStore } from "react";

/** One value kept in the browser's storage and shared by every component that reads it. */
export type Stored<T> = {
  read(): T;
  write(value: T): void;
  subscribe(listener: () => void): () => void;
  readonly fallback: T;
};

type StoredOptions<T> = {
  key: string;
  storage: "local" | "session";
  fallback: T;
  /** Refuses what another version of the shop, or a curious hand, left behind. */
  accepts: (value: unknown) => value is T;
};

/** Reads once and then from memory, so that React sees the same object until the next write. */
export function stored<T>({ key, storage, fallback, accepts }: StoredOptions<T>): Stored<T> {
  const listeners = new Set<() => void>();
  const area = () => (storage === "local" ? window.localStorage : window.sessionStorage);
  let current: T | undefined;
  return {
    fallback,
    read() {
      current ??= load(area, key, accepts) ?? fallback;
      return current;
    },
    write(value) {
      current = value;
      save(area, key, value);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The stored value; on the server and during hydration its fallback. */
export const useStored = <T>(value: Stored<T>): T =>
  useSyncExternalStore(value.subscribe, value.read, () => value.fallback);

const never = () => () => undefined;

/** False on the server and during hydration: there a page cannot know yet what is stored, and shows neither "empty" nor "full". */
export const useIsLoaded = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

function load<T>(area: () => Storage, key: string, accepts: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(area().getItem(key) ?? "null");
    return accepts(value) ? value : undefined;
  } catch {
    // Storage is blocked or holds no JSON: the shop starts as for a new customer.
    return undefined;
  }
}

function save(area: () => Storage, key: string, value: unknown): void {
  try {
    area().setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or blocked: the value lives as long as the page.
  }
}
