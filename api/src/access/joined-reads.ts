const READS = new Set(['findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow', 'findMany']);
const joined = new WeakMap<object, object>();

/** The client, reading relations in the statement of the row they belong to instead of one statement each. */
export function joinedReads<Client extends object>(client: Client): Client {
  const known = joined.get(client);
  if (known) return known as Client;
  const delegates = new Map<PropertyKey, unknown>();
  const proxy = new Proxy(client, {
    get(target, name) {
      if (delegates.has(name)) return delegates.get(name);
      const delegate: unknown = Reflect.get(target, name, target);
      const wrapped = typeof delegate === 'object' && delegate !== null && 'findMany' in delegate ? joinedDelegate(delegate) : delegate;
      delegates.set(name, wrapped);
      return wrapped;
    },
  });
  joined.set(client, proxy);
  return proxy;
}

type Read = (args?: object) => unknown;

function joinedDelegate(delegate: object): object {
  const methods = new Map<PropertyKey, unknown>();
  return new Proxy(delegate, {
    get(target, name) {
      if (methods.has(name)) return methods.get(name);
      const method: unknown = Reflect.get(target, name, target);
      const wrapped = READS.has(String(name)) ? (args: object = {}) => (method as Read)({ relationLoadStrategy: 'join', ...args }) : method;
      methods.set(name, wrapped);
      return wrapped;
    },
  });
}
