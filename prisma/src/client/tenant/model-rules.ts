import { getDatamodel } from '../../generated/pothos.js';

/** The column that says whose row it is. A model with it is a tenant model. */
export const TENANT_COLUMN = 'organizationId';
/** The column that says, where there is no organization, which person's row it is. */
const PERSON_COLUMN = 'userId';

/**
 * How the rows of a model belong to organizations:
 * - `tenant`: by their `organizationId`;
 * - `shared`: by their `organizationId` too, but for those without one, which all may read and none may write;
 * - `root`: the row is the organization;
 * - `member`: a platform row (a person) that organizations share by a membership: readable by those who have one;
 * - `personal`: a person's own, by their `userId`, e.g. what they prove themselves with: no organization reads it;
 * - `platform`: no organization's; readable by all.
 */
export type TenantScope = 'tenant' | 'shared' | 'root' | 'member' | 'personal' | 'platform';

export interface RelationRules {
  readonly target: string;
  readonly isList: boolean;
  /** The organization is part of the key that joins both sides, so that what is joined to a bound row is bound. */
  readonly isBound: boolean;
  /** This side holds that key, organization included: connecting sets the organization of the row. */
  readonly carriesOrganization: boolean;
}

export interface ModelRules {
  readonly scope: TenantScope;
  readonly relations: ReadonlyMap<string, RelationRules>;
  /** Compound unique keys that name the organization, by their name in a `where`, e.g. `organizationId_id`. */
  readonly organizationKeys: ReadonlyMap<string, readonly string[]>;
  /** Of `member` models: the relation to the membership. */
  readonly membershipRelation: string | undefined;
}

interface Field { readonly name: string; readonly type: string; readonly kind: string; readonly isList: boolean; readonly isRequired: boolean; readonly relationName?: string; readonly relationFromFields?: readonly string[] }
interface Model {
  readonly fields: readonly Field[];
  readonly primaryKey: { readonly name: string | null; readonly fields: readonly string[] } | null;
  readonly uniqueIndexes: readonly { readonly name: string | null; readonly fields: readonly string[] }[];
}
type Models = Readonly<Record<string, Model>>;

const tenantColumn = (model: Model) => model.fields.find(({ name }) => name === TENANT_COLUMN);
const isTenant = (model: Model) => tenantColumn(model) !== undefined;
const isPersonal = (model: Model) => !isTenant(model) && model.fields.some(({ name }) => name === PERSON_COLUMN);
const fromFields = (field: Field): readonly string[] => field.relationFromFields ?? [];

/** The models whose own key is the tenant column of others. */
function findRoots(models: Models): ReadonlySet<string> {
  const relations = Object.values(models).filter(isTenant).flatMap(({ fields }) => fields);
  return new Set(relations.filter((field) => fromFields(field).join() === TENANT_COLUMN).map(({ type }) => type));
}

/** The side of the relation that holds the key; for `field` itself or for its counterpart in the other model. */
function keyOf(models: Models, field: Field): readonly string[] {
  if (fromFields(field).length > 0) return fromFields(field);
  const counterpart = models[field.type]?.fields.find((other) => other.relationName === field.relationName && fromFields(other).length > 0);
  return counterpart ? fromFields(counterpart) : [];
}

function relationRules(models: Models, roots: ReadonlySet<string>, model: Model, modelName: string): Map<string, RelationRules> {
  const belongs = (name: string) => roots.has(name) || isTenant(models[name]!);
  const relations = model.fields.filter(({ kind }) => kind === 'object');
  return new Map(relations.map((field) => {
    const isBound = belongs(modelName) && belongs(field.type) && keyOf(models, field).includes(TENANT_COLUMN);
    return [field.name, { target: field.type, isList: field.isList, isBound, carriesOrganization: fromFields(field).includes(TENANT_COLUMN) }];
  }));
}

/** The list of memberships of a model that several organizations share: its key is the organization and this row. */
function findMembership(models: Models, model: Model): string | undefined {
  return model.fields.find((field) => {
    const key = field.kind === 'object' && field.isList ? models[field.type]?.primaryKey?.fields : undefined;
    return key?.[0] === TENANT_COLUMN && key.slice(1).join() === keyOf(models, field).join();
  })?.name;
}

function organizationKeys(model: Model): Map<string, readonly string[]> {
  const keys = [...model.uniqueIndexes, ...(model.primaryKey ? [model.primaryKey] : [])].filter(({ fields }) => fields.length > 1 && fields.includes(TENANT_COLUMN));
  return new Map(keys.map(({ name, fields }) => [name ?? fields.join('_'), fields]));
}

function rulesOf(models: Models): ReadonlyMap<string, ModelRules> {
  const roots = findRoots(models);
  return new Map(Object.entries(models).map(([name, model]) => {
    const membershipRelation = isTenant(model) || roots.has(name) ? undefined : findMembership(models, model);
    const column = tenantColumn(model);
    const scope = column ? (column.isRequired ? 'tenant' : 'shared') : roots.has(name) ? 'root' : membershipRelation ? 'member' : isPersonal(model) ? 'personal' : 'platform';
    return [name, { scope, relations: relationRules(models, roots, model, name), organizationKeys: organizationKeys(model), membershipRelation }];
  }));
}

/** The rules of every model, derived from the datamodel: a new model with an organization is bound without being listed. */
export const modelRules: ReadonlyMap<string, ModelRules> = rulesOf((getDatamodel() as unknown as { datamodel: { models: Models } }).datamodel.models);
