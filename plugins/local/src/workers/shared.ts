interface Held {
  readonly value: unknown;
  readonly close: () => Promise<void>;
  holders: number;
}

/**
 * Worker threads are a resource of the process, as memory is: adapters opened for many tenants share them, and the last
 * to close ends them. Nothing else is kept at module level.
 */
const held = new Map<string, Held>();

export interface Share<Value> {
  readonly value: Value;
  /** Idempotent; resolves when the value is closed, where this was its last holder. */
  release(): Promise<void>;
}

/** The value kept under `key`, made where nobody holds one yet. Options that matter must be part of the key. */
export function share<Value>(key: string, create: () => { readonly value: Value; readonly close: () => Promise<void> }): Share<Value> {
  let entry = held.get(key);
  if (!entry) {
    entry = { ...create(), holders: 0 };
    held.set(key, entry);
  }
  const mine = entry;
  mine.holders += 1;
  let isReleased = false;
  return {
    value: mine.value as Value,
    async release() {
      if (isReleased) return;
      isReleased = true;
      mine.holders -= 1;
      if (mine.holders > 0) return;
      if (held.get(key) === mine) held.delete(key);
      await mine.close();
    },
  };
}
