import { counts, takeBindingFault } from "./fault-plan.ts";

const wrapped = new WeakMap<object, object>();

/** The Worker's rights, each method of which may fail as the plan says. */
export function faultyEnv<Env extends object>(env: Env): Env {
  const known = wrapped.get(env) as Env | undefined;
  if (known) return known;
  const faulty = new Proxy(env, {
    get(target, name) {
      const binding = Reflect.get(target, name);
      return typeof binding === "object" && binding !== null ? faultyBinding(String(name), binding) : binding;
    },
  });
  wrapped.set(env, faulty);
  return faulty;
}

type Method = (...args: unknown[]) => unknown;

function faultyBinding(binding: string, real: object): object {
  return new Proxy(real, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      const perform: Method = (...args) => Reflect.apply(method, target, args);
      return (...args: unknown[]) => call({ binding, method: String(name), perform, args });
    },
  });
}

type Call = { binding: string; method: string; perform: Method; args: unknown[] };

/** D1's is the only method of ours that answers at once; the others reject as the platform does, and never throw. */
const synchronous = new Set(["prepare"]);

function call({ binding, method, perform, args }: Call): unknown {
  const fault = takeBindingFault(binding, method);
  const broken = () => new Error(`${binding}.${method} is broken on purpose`);
  if (!fault) return counted(binding, method, perform(...args));
  if (synchronous.has(method)) throw broken();
  if (!fault.isDone) return Promise.reject(broken());
  return Promise.resolve(counted(binding, method, perform(...args))).then(() => {
    throw broken();
  });
}

function counted(binding: string, method: string, answer: unknown): unknown {
  if (!/^EVENTS_\d+$/.test(binding) || method !== "send") return answer;
  return Promise.resolve(answer).then((value) => {
    counts.sent += 1;
    return value;
  });
}
