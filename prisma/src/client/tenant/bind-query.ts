import { bindCreate, bindUpdate } from './bind-data.js';
import { bindSelection } from './bind-selection.js';
import { bindOrder, bindUniqueWhere, bindWhere } from './bind-where.js';
import { Binding, isObject, mapEach, type Arguments } from './binding.js';
import { TENANT_COLUMN } from './model-rules.js';

const MANY = new Set(['findFirst', 'findFirstOrThrow', 'findMany', 'count', 'aggregate', 'groupBy', 'updateMany', 'updateManyAndReturn', 'deleteMany']);
const ONE = new Set(['findUnique', 'findUniqueOrThrow', 'update', 'delete', 'upsert']);
const MAKE = new Set(['create', 'createMany', 'createManyAndReturn']);
const WRITE = new Set(['update', 'updateMany', 'updateManyAndReturn', 'delete', 'deleteMany', 'upsert', ...MAKE]);

/**
 * The arguments of a query, bound to an organization: it finds, changes and makes rows of this organization only.
 *
 * @param model undefined for raw SQL: nobody can bind it by looking at it, but the database itself shows it no other rows.
 * @throws TenantScopeError for what cannot be bound.
 */
export function bindQuery(organizationId: string, model: string | undefined, operation: string, args: unknown): Arguments {
  const binding = new Binding(organizationId, model, operation);
  if (model === undefined) {
    if (operation === '$queryRaw' || operation === '$executeRaw') return args as Arguments;
    return binding.refuse('SQL that is put together as text is not sent for an organization; write it as a template');
  }
  const { scope } = binding.rules(model);
  if (scope === 'personal') binding.refuse(`a ${model} is a person's own; use the system client`);
  if (WRITE.has(operation)) {
    if (scope === 'member' || scope === 'platform') binding.refuse(`a ${model} belongs to the platform; use the system client`);
    if (scope === 'root' && operation === 'upsert') binding.refuse(`a ${model} is not made by an organization; use the system client`);
    if (scope === 'shared' && operation === 'upsert') binding.refuse(`a ${model} may be everybody's; make it or change it`);
  }
  const bound: Record<string, unknown> = { ...bindSelectionOf(binding, model, operation, isObject(args) ? args : {}) };
  if (MANY.has(operation)) bound.where = bindWhere(binding, model, bound.where);
  else if (ONE.has(operation)) bound.where = bindUniqueWhere(binding, model, bound.where);
  else if (!MAKE.has(operation)) binding.refuse('this operation is unknown here');
  // What all may read is still written by nobody: of rows that are shared, the own ones alone are.
  if (scope === 'shared' && WRITE.has(operation) && !MAKE.has(operation)) bound.where = { ...bound.where as object, [TENANT_COLUMN]: organizationId };
  if (isObject(bound.cursor)) bound.cursor = bindUniqueWhere(binding, model, bound.cursor);
  if (bound.orderBy !== undefined) bound.orderBy = bindOrder(binding, model, bound.orderBy);
  if (MAKE.has(operation)) bound.data = mapEach(bound.data ?? {}, (row) => bindCreate(binding, model, row));
  else if (isObject(bound.data)) bound.data = bindUpdate(binding, model, bound.data);
  if (operation === 'upsert') {
    bound.create = bindCreate(binding, model, isObject(bound.create) ? bound.create : {});
    bound.update = bindUpdate(binding, model, isObject(bound.update) ? bound.update : {});
  }
  return bound;
}

/** What `count` selects are numbers of columns, not relations. */
function bindSelectionOf(binding: Binding, model: string, operation: string, args: Arguments): Arguments {
  return operation === 'count' || operation === 'aggregate' || operation === 'groupBy' ? args : bindSelection(binding, model, args);
}
