import { type ConnectionStatus, uuidv7 } from '@parley/db';
import { z } from 'zod';
import { isUniqueViolation, violatedRule } from '../../access/database-errors.js';
import { may } from '../../access/may.js';
import { parseInput } from '../../access/parse-input.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { inputId } from '../../schema/ids.js';
import type { SecretOwner, SealedSecret } from '../../vault/vault.js';
import type { Secret } from '../../vault/secret.js';
import { checkedCredentials, checkedSettings, connectedKind, connectionFields, usablePlugin } from './connection-input.js';
import { testFailed, tracesOf, tryOut } from './trial.service.js';

const connectInput = z.object({
  id: z.string().optional(), kind: z.string(), pluginId: z.string(), name: connectionFields.name.optional(), voice: connectionFields.voice.optional(),
  settings: connectionFields.settings.default({}), credentials: connectionFields.credentials.default([]), isKeptOnFailure: z.boolean().default(false),
});

/** A secret as its row is made. */
export const secretRow = ({ owner, dataKeyId, ciphertext }: SealedSecret & { readonly owner: SecretOwner & { readonly secret: Secret } }) => ({ name: owner.name, version: owner.version, dataKeyId, ciphertext, lastFour: owner.secret.lastFour });

/**
 * Connects a provider. It is tried first: what does not work is not stored, unless that is asked for. Where the
 * organization wants it so, it waits for somebody who may approve it. Answers its id.
 */
export async function providerConnect(context: ApiContext, raw: unknown): Promise<string> {
  const input = parseInput(connectInput, raw);
  const { app, organizationId } = context;
  const id = input.id === undefined ? uuidv7() : inputId('ProviderConnection', input.id, 'id');
  const kind = connectedKind(input.kind);
  const plugin = usablePlugin(app, kind, input.pluginId);
  const secrets = checkedCredentials(plugin, input.credentials, true);
  const settings = await checkedSettings(app, plugin, input.settings);
  const { pluginId } = plugin;
  const voice = input.voice ?? null;
  const result = await tryOut(context, { id, kind, pluginId, voice, settings, secrets });
  if (result.problem && !input.isKeptOnFailure) throw testFailed(result.problem);
  const given = [...secrets].filter(([, secret]) => !secret.isEmpty);
  const sealed = await app.vault.seal(organizationId, given.map(([name, secret]) => ({ secret, owner: { organizationId, connectionId: id, name, version: 1, secret } })));
  try {
    await app.database.transaction(organizationId, async (transaction) => {
      // Connections of one organization are made one after the other, so that each has a place of its own.
      const [organization] = await transaction.$queryRaw<{ needsApproval: boolean }[]>`SELECT "needsConnectionApproval" AS "needsApproval" FROM organizations WHERE id = ${organizationId}::uuid FOR NO KEY UPDATE`;
      const standing = await transaction.providerConnection.findMany({ select: { kind: true, name: true } });
      if (standing.length >= LIMITS.connectionsMax) throw new Fault('ConnectionLimitError', `An organization has at most ${LIMITS.connectionsMax} connections. Disconnect one first.`, undefined, { connectionsMax: LIMITS.connectionsMax });
      const siblings = standing.filter((each) => each.kind === kind);
      const isPending = organization!.needsApproval && !may(context, 'connections:approve');
      const status: ConnectionStatus = isPending ? 'PENDING_APPROVAL' : result.problem ? 'ERROR' : 'ACTIVE';
      await transaction.providerConnection.create({
        data: {
          id, organizationId, kind, pluginId, name: input.name ?? freeName(plugin.title, siblings.map(({ name }) => name)), settings: settings as object, voice, status, position: siblings.length, ...tracesOf(result),
          secrets: { create: sealed.map((each) => ({ id: uuidv7(), ...secretRow(each) })) },
        },
        select: { id: true },
      });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    if (violatedRule(error).includes('name')) throw fault('NameTakenError', `There is a connection of this kind called "${input.name ?? plugin.title}".`, 'name');
    throw fault('IdTakenError', 'This id is in use.', 'id');
  }
  return id;
}

/** The plugin's own name, with a number where another connection has it. */
function freeName(title: string, taken: readonly string[]): string {
  let name = title;
  for (let number = 2; taken.includes(name); number++) name = `${title} ${number}`;
  return name;
}
