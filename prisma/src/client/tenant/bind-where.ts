import { isObject, mapEach, type Arguments, type Binding } from './binding.js';
import { TENANT_COLUMN, type ModelRules, type RelationRules } from './model-rules.js';

const both = (left: Arguments, right: Arguments): Arguments => ({ AND: [left, right] });

/** Binds the relations inside a filter, so that no other organization's rows decide what is found. */
export function bindFilter(binding: Binding, model: string, filter: Arguments): Arguments {
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => {
    if (key === 'AND' || key === 'OR' || key === 'NOT') return [key, mapEach(value, (part) => bindFilter(binding, model, part))];
    const relation = binding.relation(model, key);
    return [key, relation && isObject(value) ? bindRelationFilter(binding, relation, value) : value];
  }));
}

function bindRelationFilter(binding: Binding, relation: RelationRules, filter: Arguments): Arguments {
  const inner = (part: Arguments) => bindFilter(binding, relation.target, part);
  if (!relation.isList) {
    if (binding.isOpen(relation)) binding.refuse(`it asks for a ${relation.target} through a relation that says nothing of the organization`);
    const isWrapped = 'is' in filter || 'isNot' in filter;
    return isWrapped ? Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, mapEach(value, inner)])) : inner(filter);
  }
  const scope = binding.isOpen(relation) ? binding.scope(binding.rules(relation.target)) : undefined;
  return Object.fromEntries(Object.entries(filter).map(([key, value]) => {
    if (!isObject(value)) return [key, value];
    if (scope === undefined) return [key, inner(value)];
    if (key === 'every') binding.refuse(`"every" over ${relation.target} would look at all organizations`);
    return [key, both(inner(value), scope)];
  }));
}

/** Binds the `where` of many rows. */
export function bindWhere(binding: Binding, model: string, where: unknown): Arguments | undefined {
  const rules = binding.rules(model);
  const filter = isObject(where) ? bindFilter(binding, model, where) : {};
  const scope = binding.scope(rules);
  if (scope === undefined) return isObject(where) ? filter : undefined;
  return join(binding, rules, filter, scope);
}

/** Puts the condition beside the others where there is room, which reads best in SQL; otherwise joins them with AND. */
function join(binding: Binding, rules: ModelRules, filter: Arguments, scope: Arguments): Arguments {
  const [column] = Object.keys(scope) as [string];
  const given = filter[column];
  if (rules.scope !== 'member') binding.check(given);
  if (rules.scope === 'shared') binding.check(filter[TENANT_COLUMN]);
  return given === undefined || given === binding.organizationId ? { ...filter, ...scope } : both(filter, scope);
}

/**
 * Binds the `where` of one row. A single key becomes the compound key with the organization where the model has one:
 * it is one key still, so that reads of the same tick go on as one statement and an upsert stays one statement.
 */
export function bindUniqueWhere(binding: Binding, model: string, where: unknown): Arguments {
  const rules = binding.rules(model);
  const filter = isObject(where) ? bindFilter(binding, model, where) : {};
  if (rules.scope !== 'tenant') return bindWhere(binding, model, where) ?? {};
  for (const key of rules.organizationKeys.keys()) {
    const given = filter[key];
    if (!isObject(given)) continue;
    if (given[TENANT_COLUMN] !== binding.organizationId) binding.refuse('it names another organization');
    return withoutColumn(binding, filter);
  }
  for (const [key, fields] of rules.organizationKeys) {
    const [single, ...others] = fields.filter((field) => field !== TENANT_COLUMN);
    if (others.length > 0 || single === undefined || filter[single] === undefined || filter[single] === null || isObject(filter[single])) continue;
    const { [single]: value, ...rest } = withoutColumn(binding, filter);
    return { ...rest, [key]: { [TENANT_COLUMN]: binding.organizationId, [single]: value } };
  }
  return join(binding, rules, filter, { [TENANT_COLUMN]: binding.organizationId });
}

function withoutColumn(binding: Binding, filter: Arguments): Arguments {
  const { [TENANT_COLUMN]: given, ...rest } = filter;
  binding.check(given);
  // A filter object on the column may say anything; it stays, beside the key that binds.
  return given === undefined || typeof given === 'string' ? rest : filter;
}

/** Refuses an order by rows of other organizations. */
export function bindOrder(binding: Binding, model: string, orderBy: unknown): unknown {
  return mapEach(orderBy, (order) => {
    for (const [key, value] of Object.entries(order)) {
      const relation = binding.relation(model, key);
      if (!relation || !isObject(value)) continue;
      if (binding.isOpen(relation)) binding.refuse(`it orders by ${relation.target} through a relation that says nothing of the organization`);
      if (!relation.isList) bindOrder(binding, relation.target, value);
    }
    return order;
  });
}
