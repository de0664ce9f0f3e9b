import { encodeId as encodeExternal, splitId } from '@parley/db';
import { fault, requestError } from '../errors.js';

/** Types with global ids, and what their ids begin with. */
const PREFIXES = { Organization: 'org', User: 'usr', Agent: 'agt', AgentVersion: 'agv', Call: 'call', Recording: 'rec', AuditEvent: 'aud', Invitation: 'inv', ServiceAccount: 'svc', ApiKey: 'key', Role: 'rol', OrganizationDomain: 'dom', ProviderConnection: 'con' } as const;
export type NodeName = keyof typeof PREFIXES;

const NAMES = new Map(Object.entries(PREFIXES).map(([name, prefix]) => [prefix as string, name as NodeName]));

export const isNodeName = (name: string): name is NodeName => Object.hasOwn(PREFIXES, name);

/** `agt_…` of an internal UUID. */
export function encodeId(typename: NodeName, uuid: string): string {
  return encodeExternal(PREFIXES[typename], uuid);
}

/** What any global id names; undefined where it is none. */
export function decodeAnyId(id: string): { typename: NodeName; id: string } | undefined {
  const split = splitId(id);
  const typename = split && NAMES.get(split.prefix);
  return split && typename ? { typename, id: split.uuid } : undefined;
}

/** The UUID in an id of this type, for queries: a wrong id is an error of the request. */
export function internalId(typename: NodeName, id: string): string {
  const decoded = decodeAnyId(id);
  if (decoded?.typename === typename) return decoded.id;
  throw requestError('INVALID_ID', complaint(typename, id));
}

/** The UUID in an id of this type, for mutations: a wrong id is an expected failure that names its field. */
export function inputId(typename: NodeName, id: string, ...path: string[]): string {
  const decoded = decodeAnyId(id);
  if (decoded?.typename === typename) return decoded.id;
  throw fault('InvalidIdError', complaint(typename, id), ...path);
}

/** The type and UUID of an id of any type. */
export function nodeId(id: string): { typename: NodeName; id: string } {
  const decoded = decodeAnyId(id);
  if (decoded) return decoded;
  const typename = NAMES.get(prefixOf(id));
  if (typename) throw requestError('INVALID_ID', complaint(typename, id));
  throw requestError('INVALID_ID', `"${shortened(id)}" is not an id of this API; those begin with ${[...NAMES.keys()].map((prefix) => `"${prefix}_"`).join(', ')}.`);
}

const prefixOf = (id: string) => id.slice(0, Math.max(0, id.lastIndexOf('_')));
const shortened = (id: string) => id.slice(0, 64);

/** What is wrong with an id of which one of this type was wanted: its form where it begins right, else how those begin. */
function complaint(typename: NodeName, id: string): string {
  const prefix = PREFIXES[typename];
  return prefixOf(id) === prefix
    ? `"${shortened(id)}" is malformed: an id of ${article(typename)} is "${prefix}_" and ${ID_DIGITS} digits and letters.`
    : `"${shortened(id)}" is not the id of ${article(typename)}; those begin with "${prefix}_".`;
}

/** Digits of a 128-bit number in base 62. */
const ID_DIGITS = 22;

const article = (typename: NodeName) => `${/^[AEIOU]/.test(typename) ? 'an' : 'a'} ${typename.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()}`;
