import { bindFilter, bindUniqueWhere, bindWhere } from './bind-where.js';
import { isObject, mapEach, type Arguments, type Binding } from './binding.js';
import { TENANT_COLUMN, type RelationRules } from './model-rules.js';

/**
 * Binds a row that is to be made. The organization is written into the row, unless a relation gives it: the parent
 * under which it is nested (`isGiven`), or one that is connected and holds the organization in its key.
 */
export function bindCreate(binding: Binding, model: string, data: Arguments, isGiven = false): Arguments {
  const rules = binding.rules(model);
  if (rules.scope !== 'tenant' && rules.scope !== 'shared') binding.refuse(`a ${model} is not made by an organization; use the system client`);
  const { [TENANT_COLUMN]: named, ...fields } = data;
  checkColumn(binding, named);
  const bound = bindRelations(binding, model, fields);
  const isCarried = [...rules.relations].some(([name, { carriesOrganization }]) => carriesOrganization && fields[name] !== undefined);
  return isGiven || isCarried ? bound : { ...bound, [TENANT_COLUMN]: binding.organizationId };
}

/** Binds the changes to a row: it stays with its organization. */
export function bindUpdate(binding: Binding, model: string, data: Arguments): Arguments {
  const { scope } = binding.rules(model);
  const column = scope === 'root' ? 'id' : TENANT_COLUMN;
  const { [column]: named, ...fields } = data;
  checkColumn(binding, isObject(named) && 'set' in named ? named.set : named);
  return bindRelations(binding, model, fields);
}

function checkColumn(binding: Binding, named: unknown): void {
  if (named !== undefined && named !== binding.organizationId) binding.refuse('it names another organization');
}

function bindRelations(binding: Binding, model: string, data: Arguments): Arguments {
  return Object.fromEntries(Object.entries(data).map(([field, value]) => {
    const relation = binding.relation(model, field);
    return [field, relation && isObject(value) ? bindNested(binding, relation, value) : value];
  }));
}

function bindNested(binding: Binding, relation: RelationRules, writes: Arguments): Arguments {
  const { scope } = binding.rules(relation.target);
  return Object.fromEntries(Object.entries(writes).filter(([, value]) => value !== undefined).map(([operation, value]) => {
    if (scope !== 'tenant' && operation !== 'connect' && operation !== 'disconnect') {
      binding.refuse(`a ${relation.target} is not written by an organization through its relations; use the system client`);
    }
    return [operation, bindNestedWrite(binding, relation, operation, value)];
  }));
}

function bindNestedWrite(binding: Binding, relation: RelationRules, operation: string, value: unknown): unknown {
  const { target, isList } = relation;
  const create = (data: unknown) => mapEach(data, (row) => bindCreate(binding, target, row, relation.isBound && !relation.carriesOrganization));
  const update = (data: unknown) => mapEach(data, (row) => bindUpdate(binding, target, row));
  const unique = (where: unknown) => mapEach(where, (key) => bindConnection(binding, target, key));
  const filter = (where: unknown) => (isObject(where) ? bindFilter(binding, target, where) : where);
  switch (operation) {
    case 'create': return create(value);
    case 'createMany': return mapEach(value, (many) => ({ ...many, data: create(many.data) }));
    case 'connect': return unique(value);
    case 'connectOrCreate': return mapEach(value, (item) => ({ where: unique(item.where), create: create(item.create) }));
    case 'set': return unique(value);
    case 'disconnect': case 'delete': return isList ? unique(value) : filter(value);
    case 'update':
      if (isList) return mapEach(value, (item) => ({ ...item, where: unique(item.where), data: update(item.data) }));
      return isObject(value) && isObject(value.data) ? { ...value, where: filter(value.where), data: update(value.data) } : update(value);
    case 'upsert':
      return mapEach(value, (item) => ({ ...item, where: isList ? unique(item.where) : filter(item.where), create: create(item.create), update: update(item.update) }));
    case 'updateMany': return mapEach(value, (item) => ({ ...item, where: bindWhere(binding, target, item.where), data: update(item.data) }));
    case 'deleteMany': return mapEach(value, (where) => bindWhere(binding, target, where) ?? where);
    default: return binding.refuse(`it writes ${target} by "${operation}", which is unknown here`);
  }
}

/** A person may be connected before being a member: it is how one becomes a member. */
function bindConnection(binding: Binding, target: string, key: Arguments): Arguments {
  return binding.rules(target).scope === 'tenant' || binding.rules(target).scope === 'root' ? bindUniqueWhere(binding, target, key) : bindFilter(binding, target, key);
}
