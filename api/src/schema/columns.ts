import type { ObjectRef } from '@pothos/core';
import type { Builder, Types } from './builder.js';

/** What makes a field the column of a row: it is read with the row, and resolves to it, or to what `read` makes of it. */
type ColumnOf<Row> = <Name extends keyof Row & string, Value = Row[Name]>(name: Name, read?: (value: Row[Name]) => Value) => { readonly extensions: Record<string, unknown>; readonly resolve: (row: Row) => Value };

/**
 * Adds fields to a type of rows, each of them one column. The plan of the operation reads the column as it does for any
 * field of such a type; at each row the field just takes it, where the fields of the Prisma plugin first look up which
 * plan has loaded the row. In a list of calls with their turns that look-up is the largest part of the work. It is for
 * columns only: a relation that is asked for twice with different arguments is loaded by two plans.
 */
export function columnFields<Row>(builder: Builder, ref: ObjectRef<Types, unknown, unknown>, fields: (t: PothosSchemaTypes.ObjectFieldBuilder<Types, Row>, of: ColumnOf<Row>) => Record<string, unknown>): void {
  const of: ColumnOf<Row> = (name, read) => ({
    extensions: { pothosPrismaSelect: { [name]: true } },
    resolve: read ? (row) => read(row[name]) : (row) => row[name] as never,
  });
  builder.objectFields(ref, ((t: PothosSchemaTypes.ObjectFieldBuilder<Types, Row>) => fields(t, of)) as never);
}
