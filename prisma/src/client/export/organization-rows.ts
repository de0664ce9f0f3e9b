import { getDatamodel } from '../../generated/pothos.js';
import { modelRules, TENANT_COLUMN, type TenantScope } from '../tenant/model-rules.js';
import type { OrganizationClient } from '../tenant/tenant-client.js';

/** A model as far as an export has to know it. */
interface ExportedModel {
  readonly name: string;
  /** Columns that are told; secrets are not among them. */
  readonly columns: Readonly<Record<string, true>>;
  /** Columns that name a row of the organization, in the order of the file. */
  readonly key: readonly string[];
  /** What columns that hold ids point to: `agentId` to `Agent`, and `id` to the model itself. */
  readonly targets: ReadonlyMap<string, string>;
}

/** A row of an organization, without its secrets; ids are internal. */
export interface OrganizationRow { readonly model: string; readonly row: Readonly<Record<string, unknown>>; readonly targets: ReadonlyMap<string, string> }

interface Field { readonly name: string; readonly type: string; readonly kind: string; readonly isId: boolean; readonly relationFromFields?: readonly string[] }
interface Model { readonly fields: readonly Field[]; readonly primaryKey: { readonly fields: readonly string[] } | null }

/** Who is signed in, what requests answered, and what secrets are sealed with, is nothing to take along; the head of the audit log follows from the log. */
const LEFT_OUT = new Set(['AuditHead', 'ConnectionSecret', 'DataKey', 'IdempotentRequest', 'Session']);
/** Names of columns whose values are nobody's to read; every column of bytes is a hash or sealed, and is left out too. */
const SECRET = /hash|secret|token(?!s)|password|ciphertext|recoverycodes/i;

const models = Object.entries((getDatamodel() as unknown as { datamodel: { models: Readonly<Record<string, Model>> } }).datamodel.models);
const SCOPES: readonly TenantScope[] = ['root', 'member', 'shared', 'tenant'];

const isTold = ({ kind, type, name }: Field) => kind !== 'object' && type !== 'Bytes' && !SECRET.test(name);

function exportedModel(name: string, { fields, primaryKey }: Model): ExportedModel {
  const ids = fields.filter(({ isId }) => isId).map((field) => field.name);
  const key = (ids.length > 0 ? ids : primaryKey?.fields ?? []).filter((column, _index, all) => column !== TENANT_COLUMN || all.length === 1);
  const targets = new Map([...ids.map((id) => [id, name] as const), ...fields.flatMap(({ type, relationFromFields = [] }) => (relationFromFields.length === 0 ? [] : [[relationFromFields.at(-1)!, type] as const]))]);
  const columns = Object.fromEntries(fields.filter((field) => isTold(field) || key.includes(field.name)).map((field) => [field.name, true] as const));
  return { name, columns, key, targets };
}

/** Every model with rows of organizations, the organization itself and its people first; a new one is among them from its first day. */
export const EXPORTED_MODELS: readonly ExportedModel[] = models
  .map(([name, model]) => ({ scope: modelRules.get(name)!.scope, model: exportedModel(name, model) }))
  .filter(({ scope, model }) => SCOPES.includes(scope) && !LEFT_OUT.has(model.name))
  .sort((one, other) => SCOPES.indexOf(one.scope) - SCOPES.indexOf(other.scope)).map(({ model }) => model);

/** Rows strictly behind this one. The plain bound first, so that the index is used. */
function behind([first, ...rest]: readonly string[], row: Readonly<Record<string, unknown>>): object {
  const value = row[first!];
  return rest.length === 0 ? { [first!]: { gt: value } } : { [first!]: { gte: value }, OR: [{ [first!]: { gt: value } }, behind(rest, row)] };
}

type Find = (query: object) => Promise<Readonly<Record<string, unknown>>[]>;

/** Everything that is an organization's own, `pageRows` rows at a time; a page is read when the one before it was taken. */
export async function* organizationRows(client: OrganizationClient, pageRows: number): AsyncGenerator<readonly OrganizationRow[], void> {
  for (const { name, columns, key, targets } of EXPORTED_MODELS) {
    const delegate = (client as unknown as Record<string, { findMany: Find }>)[name.replace(/^./, (letter) => letter.toLowerCase())]!;
    for (let last: Readonly<Record<string, unknown>> | undefined; ;) {
      const page = await delegate.findMany({ select: columns, where: last ? behind(key, last) : {}, orderBy: key.map((column) => ({ [column]: 'asc' })), take: pageRows });
      if (page.length > 0) yield page.map((row) => ({ model: name, row, targets }));
      if (page.length < pageRows) break;
      last = page.at(-1);
    }
  }
}
