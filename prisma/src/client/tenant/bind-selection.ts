import { bindFilter, bindOrder, bindUniqueWhere, bindWhere } from './bind-where.js';
import { isObject, type Arguments, type Binding } from './binding.js';
import type { RelationRules } from './model-rules.js';

/** Binds `select` and `include`, however deep. */
export function bindSelection(binding: Binding, model: string, args: Arguments): Arguments {
  const bound: Record<string, unknown> = { ...args };
  for (const key of ['select', 'include'] as const) {
    const selection = args[key];
    if (!isObject(selection)) continue;
    bound[key] = Object.fromEntries(Object.entries(selection).map(([field, value]) => [field, bindField(binding, model, field, value)]));
  }
  return bound;
}

function bindField(binding: Binding, model: string, field: string, value: unknown): unknown {
  if (field === '_count') return bindCounts(binding, model, value);
  const relation = binding.relation(model, field);
  if (!relation || value === undefined || value === null || value === false) return value;
  return bindJoined(binding, relation, isObject(value) ? value : {}, value === true);
}

function bindJoined(binding: Binding, relation: RelationRules, args: Arguments, isPlain: boolean): unknown {
  const isOpen = binding.isOpen(relation);
  if (isOpen && !relation.isList) binding.refuse(`it loads a ${relation.target} through a relation that says nothing of the organization`);
  if (isPlain && !isOpen) return true;
  const bound: Record<string, unknown> = { ...bindSelection(binding, relation.target, args) };
  if (isOpen) bound.where = bindWhere(binding, relation.target, args.where);
  else if (isObject(args.where)) bound.where = bindFilter(binding, relation.target, args.where);
  if (args.orderBy !== undefined) bound.orderBy = bindOrder(binding, relation.target, args.orderBy);
  if (isObject(args.cursor)) bound.cursor = bindUniqueWhere(binding, relation.target, args.cursor);
  return bound;
}

/** Counts of open relations count this organization's rows only; `true` becomes the list of what it stands for. */
function bindCounts(binding: Binding, model: string, value: unknown): unknown {
  const all = [...binding.rules(model).relations].filter(([, { isList }]) => isList);
  const lists = all.filter(([, { target }]) => binding.rules(target).scope !== 'personal');
  if (value === true) {
    if (lists.length === all.length && !lists.some(([, relation]) => binding.isOpen(relation))) return true;
    return { select: Object.fromEntries(lists.map(([name, relation]) => [name, bindCount(binding, relation, true)])) };
  }
  if (!isObject(value) || !isObject(value.select)) return value;
  return { ...value, select: Object.fromEntries(Object.entries(value.select).map(([name, count]) => {
    const relation = binding.relation(model, name);
    return [name, relation && count ? bindCount(binding, relation, count) : count];
  })) };
}

function bindCount(binding: Binding, relation: RelationRules, count: unknown): unknown {
  const where = isObject(count) ? count.where : undefined;
  if (binding.isOpen(relation)) return { where: bindWhere(binding, relation.target, where) };
  return isObject(where) ? { where: bindFilter(binding, relation.target, where) } : count;
}
