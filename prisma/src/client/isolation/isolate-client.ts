import { actAs, type Reach } from './acting-organization.js';

type Call = (...given: readonly unknown[]) => unknown;
interface RequestHandler { readonly dataloader: { readonly request: Call } }
type RequestHandlerClass = new (client: object, logEmitter: unknown) => RequestHandler;

/** The parts of a client that are replaced here: Prisma's own, documented nowhere. Versions are exact, and tests of this folder fail when they change. */
interface Inside { readonly _engine: object; readonly _requestHandler: RequestHandler & { readonly logEmitter: unknown } }

/** What sends statements; everything else of the engine stays as it is. */
const SENDING = new Set<string | symbol>(['request', 'requestBatch', 'transaction']);

/**
 * Makes what `client` sends go out as this organization, however late a query starts.
 *
 * Reads of one tick become one statement in the client's request handler. Clients made by `$extends` share their
 * parent's handler, so that reads of several organizations would become one statement, sent for one of them: this
 * client gets a handler of its own. Engine and connections stay shared: a whole client for each organization costs
 * 10 ms and 2 MB (Prisma 7.10), a handler next to nothing.
 */
export function isolateClient<Client extends object>(client: Client, reach: Reach): Client {
  const { _engine: engine, _requestHandler: shared } = client as unknown as Inside;
  for (const name of SENDING) if (typeof Reflect.get(engine, name) !== 'function') throw changed();
  if (typeof shared.dataloader.request !== 'function') throw changed();
  const sending = new Proxy(engine, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const call = value.bind(target) as Call;
      return SENDING.has(name) ? (...given: readonly unknown[]) => actAs(reach, () => call(...given)) : call;
    },
  });
  Object.defineProperty(client, '_engine', { value: sending });
  Object.defineProperty(client, '_requestHandler', { value: new (shared.constructor as unknown as RequestHandlerClass)(client, shared.logEmitter) });
  if ((client as unknown as Inside)._engine !== sending || (client as unknown as Inside)._requestHandler === shared) throw changed();
  return client;
}

const changed = () => new Error('This release of Prisma is built differently: see how its client reaches its engine, and mend isolate-client.ts.');

