import { TenantScopeError } from '../errors.js';
import { modelRules, TENANT_COLUMN, type ModelRules, type RelationRules } from './model-rules.js';

/** Arguments of a query, or a part of them. */
export type Arguments = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Arguments => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Applies `bind` to one object or to each of several, as Prisma's inputs allow either. */
export function mapEach(value: unknown, bind: (item: Arguments) => Arguments): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (isObject(item) ? bind(item) : item));
  return isObject(value) ? bind(value) : value;
}

/** One query on its way to being bound: whose it is, and how it is called in an error. */
export class Binding {
  constructor(readonly organizationId: string, readonly model: string | undefined, readonly operation: string) {}

  refuse(reason: string): never {
    throw new TenantScopeError(this.model, this.operation, reason);
  }

  rules(model: string): ModelRules {
    return modelRules.get(model) ?? this.refuse(`${model} is not in the data model`);
  }

  /** What the rows of a model must fulfil to be seen by this organization; undefined for platform rows. */
  scope(rules: ModelRules): Arguments | undefined {
    if (rules.scope === 'tenant') return { [TENANT_COLUMN]: this.organizationId };
    if (rules.scope === 'shared') return { OR: [{ [TENANT_COLUMN]: this.organizationId }, { [TENANT_COLUMN]: null }] };
    if (rules.scope === 'root') return { id: this.organizationId };
    return rules.membershipRelation === undefined ? undefined : { [rules.membershipRelation]: { some: { [TENANT_COLUMN]: this.organizationId } } };
  }

  /** The relation named by `field`; undefined where it is a column or an operator. Refuses one that leads to what is a person's own. */
  relation(model: string, field: string): RelationRules | undefined {
    const relation = this.rules(model).relations.get(field);
    if (relation && this.rules(relation.target).scope === 'personal') this.refuse(`a ${relation.target} is a person's own; use the system client`);
    return relation;
  }

  /** True where the joined rows could be another organization's: the join says nothing of the organization. */
  isOpen({ target, isBound }: RelationRules): boolean {
    const { scope } = this.rules(target);
    return !isBound && (scope === 'tenant' || scope === 'root');
  }

  /** Refuses a value that names another organization. */
  check(value: unknown): void {
    if (typeof value === 'string' && value !== this.organizationId) this.refuse('it names another organization');
  }
}
