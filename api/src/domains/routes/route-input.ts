import { checkSettings } from '@parley/plugin-host';
import { z } from 'zod';
import { CONNECTED_KINDS, type ConnectedKind } from '../../connections/requests.js';
import type { App } from '../../context.js';
import { fault, Faults, type Fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { inputId } from '../../schema/ids.js';
import { connectionFields } from '../connections/connection-input.js';
import type { RouteLevel, RoutableConnection, StoredRoutes, StoredStep } from './levels.js';
import { connectionsById } from './resolve.js';

const step = z.object({
  connectionId: z.string(), model: z.string().trim().min(1, 'needs at least one character').max(200, 'has at most 200 characters').optional(), voice: connectionFields.voice.optional(),
  weight: z.number().int().min(0, 'is 0 to 1000').max(LIMITS.routeWeightMax, `is 0 to ${LIMITS.routeWeightMax}`).optional(),
});

/** A route as clients give it. */
export const routeInput = z.object({ kind: z.string(), steps: z.array(step).max(LIMITS.routeStepsMax, `has at most ${LIMITS.routeStepsMax} entries`) });
export type GivenRoute = z.output<typeof routeInput>;

/** Checks routes against what the organization may use. Everything wrong is told at once; `path` leads to the route of each place in the list. */
export function checkedRoutes(app: App, levels: readonly RouteLevel[], given: readonly GivenRoute[], path: (place: number) => readonly string[]): StoredRoutes {
  const known = connectionsById(levels);
  const faults: Fault[] = [];
  const routes: Partial<Record<ConnectedKind, readonly StoredStep[]>> = {};
  for (const [place, { kind: name, steps }] of given.entries()) {
    const at = path(place);
    const kind = CONNECTED_KINDS.find((each) => each === name.toLowerCase());
    if (!kind || routes[kind]) { faults.push(fault('InvalidInputError', kind ? 'There are two routes of this kind.' : `Calls have no providers of this kind; there are ${CONNECTED_KINDS.map((each) => each.toUpperCase()).join(', ')}.`, ...at, 'kind')); continue; }
    faults.push(...weightFaults(steps, [...at, 'steps']));
    routes[kind] = steps.map((each, index) => {
      const here = [...at, 'steps', String(index)];
      const connectionId = inputId('ProviderConnection', each.connectionId, ...here, 'connectionId');
      const connection = known.get(connectionId)?.connection;
      if (!connection) faults.push(fault('ConnectionNotFoundError', 'There is no such connection, or it is not lent to you.', ...here, 'connectionId'));
      else faults.push(...stepFaults(app, kind, connection, each, here));
      if (steps.findIndex((other) => other.connectionId === each.connectionId) < index) faults.push(fault('InvalidInputError', 'A route names each connection once. Connect the provider a second time to try it with another model.', ...here, 'connectionId'));
      return { ...each, connectionId };
    });
  }
  if (faults.length > 0) throw new Faults(faults);
  return routes;
}

function weightFaults(steps: GivenRoute['steps'], path: readonly string[]): Fault[] {
  const weights = steps.flatMap(({ weight }) => (weight === undefined ? [] : [weight]));
  if (weights.length === 0) return [];
  if (weights.length < steps.length) return [fault('InvalidInputError', 'Either each step has a weight, or none has.', ...path)];
  return weights.some((weight) => weight > 0) ? [] : [fault('InvalidInputError', 'One step needs a weight above 0: those of weight 0 only stand by.', ...path)];
}

function stepFaults({ catalog }: App, kind: ConnectedKind, connection: RoutableConnection, { model, voice }: GivenRoute['steps'][number], path: readonly string[]): Fault[] {
  if (connection.kind !== kind) return [fault('InvalidInputError', `"${connection.name}" provides ${connection.kind.toUpperCase()}, and this is a route of ${kind.toUpperCase()}.`, ...path, 'connectionId')];
  const faults = voice !== undefined && kind !== 'tts' ? [fault('InvalidInputError', 'Only steps of TTS have a voice.', ...path, 'voice')] : [];
  const entry = catalog.get(connection.pluginId);
  const schema = entry?.manifest?.kinds[kind]?.settings;
  if (model === undefined || !schema) return faults;
  const properties = schema['properties'] as Readonly<Record<string, unknown>> | undefined;
  if (properties?.['model'] === undefined) return [...faults, fault('InvalidInputError', `${entry.title} has no models to choose from.`, ...path, 'model')];
  const check = checkSettings(schema, { ...connection.settings, model });
  const wrong = check.isValid ? undefined : check.errors.find((error) => error.startsWith('model '));
  return wrong === undefined ? faults : [...faults, fault('InvalidInputError', `\`${wrong.replace(' ', '` ')}.`, ...path, 'model')];
}
