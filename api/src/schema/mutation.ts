import { auditAs } from '@parley/db';
import type { InputRef, InterfaceRef } from '@pothos/core';
import { auditActor } from '../access/audit-actor.js';
import { demand, type Permission } from '../access/may.js';
import type { ApiContext } from '../context.js';
import { Fault, Faults, type FaultData, type FaultKind } from '../errors.js';
import type { Builder, Types } from './builder.js';
import type { FaultRegistry } from './faults.js';

/** What every payload carries besides its thing. */
export interface Outcome { readonly errors?: readonly FaultData[] }

interface MutationOptions<Input, Result extends object> {
  readonly name: string;
  readonly description: string;
  readonly payloadDescription: string;
  readonly auth: 'anyone' | 'signedIn' | 'service';
  /** What one must be allowed, besides. */
  readonly permission?: Permission | undefined;
  /** Undefined for what needs to be told nothing. */
  readonly input?: InputRef<Input> | undefined;
  readonly faults: readonly FaultKind[];
  /** Throws {@link Fault} or {@link Faults} for expected failures; anything else is masked. */
  readonly resolve: (input: Input, context: ApiContext) => Promise<Result>;
  /** Fields of the payload; each is nullable, since a failure leaves it empty. */
  readonly payload: (t: PayloadFieldBuilder<Result>) => Record<string, unknown>;
}

export type PayloadFieldBuilder<Result> = PothosSchemaTypes.ObjectFieldBuilder<Types, Partial<Result> & Outcome>;

const capitalized = (name: string) => name[0]!.toUpperCase() + name.slice(1);

/**
 * One mutation in the house's shape: one `input`, one payload `{ thing, errors }`, its own error interface, and the
 * expected failures as data.
 */
export function defineMutation<Input, Result extends object>(builder: Builder, faults: FaultRegistry, options: MutationOptions<Input, Result>): void {
  const { permission } = options;
  // What cannot fail in an expected way has a list of errors all the same: clients ask every mutation alike.
  const errorRef = options.faults.length === 0 ? faults.userError : faults.interfaceFor(options.name, options.faults);
  const payload = builder.objectRef<Partial<Result> & Outcome>(`${capitalized(options.name)}Payload`);
  payload.implement({
    description: options.payloadDescription,
    fields: (t) => ({ ...options.payload(t as never) as object, errors: errorsField(t as never, errorRef) }) as never,
  });
  builder.mutationField(options.name, (t) => t.field({
    type: payload as never, description: permission ? `${options.description} Needs \`${permission}\`.` : options.description, extensions: { permission }, authScopes: { [options.auth]: true } as never, complexity: 10,
    args: (options.input ? { input: t.arg({ type: options.input as never, required: true, description: `What \`${options.name}\` needs.` }) } : {}) as never,
    resolve: (async (_root: unknown, args: { input: Input }, context: ApiContext) => {
      if (permission) demand(context, permission);
      return auditAs(auditActor(context, options.name), () => answer(() => options.resolve(args.input, context), options.faults));
    }) as never,
  }));
}

function errorsField(t: PayloadFieldBuilder<object>, errorRef: InterfaceRef<never, FaultData>): unknown {
  return t.field({
    type: [errorRef] as never, description: 'Why it was not done; empty when it was.',
    resolve: ((parent: Outcome) => parent.errors ?? []) as never,
  });
}

/** For a payload field that stays empty: says that the query it was given is not needed. */
export function nothing(query: object): null {
  void { ...query };
  return null;
}

/** Turns expected failures into data. A failure the mutation has not declared is a bug and passes through. */
export async function answer<Result extends object>(work: () => Promise<Result>, declared: readonly FaultKind[]): Promise<Partial<Result> & Outcome> {
  try {
    return await work() as Partial<Result>;
  } catch (error) {
    const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : undefined;
    if (!faults || faults.some(({ kind }) => !declared.includes(kind))) throw error;
    return { errors: faults.map(({ data }) => data) } as unknown as Partial<Result> & Outcome;
  }
}
