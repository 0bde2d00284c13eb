import { safely } from "./safely.ts";

type Methods<Name extends string, Method> = { [name in Name]: Method };

/**
 * Lets `hook` see each call of a method before it is made. What it does to `args` is what the method gets, and the function that it may
 * return takes the method's result and gives the one for the caller. If ours fails, the call goes through as if nobody had
 * looked. A hook may be called after it was taken off.
 */
export function patch<Name extends string, Owner extends Methods<Name, (...args: never) => unknown>>(
  owner: Owner,
  name: Name,
  hook: (
    args: Parameters<Owner[Name]>,
    receiver: Owner,
  ) => ((result: ReturnType<Owner[Name]>) => ReturnType<Owner[Name]>) | undefined,
): () => void {
  type Method = (this: Owner, ...args: Parameters<Owner[Name]>) => ReturnType<Owner[Name]>;
  const methods = owner as unknown as Methods<Name, Method | undefined>;
  const original = methods[name];
  // A page may have removed what we would patch, so that its scripts do without.
  if (!original) return () => {};
  const patched: Method = function (...args) {
    const after = safely(() => hook(args, this));
    const result = original.apply(this, args);
    return safely(() => after?.(result)) ?? result;
  };
  // Or frozen it: then it goes unwatched.
  Reflect.set(owner, name, patched);
  return () => {
    // Not from under somebody who patched after us, and still calls ours.
    if (methods[name] === patched) Reflect.set(owner, name, original);
  };
}
