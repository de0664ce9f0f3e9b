import type { Builder } from '../schema/builder.js';
import { may, type Permission, type Resource } from './may.js';

/** The things that tell what one may do with them: their deeds, each with the permission that decides. */
const DEEDS = {
  Agent: { update: 'agents:update', publish: 'agents:publish', archive: 'agents:archive', call: 'calls:start' },
  Call: { end: 'calls:end', listen: 'calls:listen', steer: 'calls:steer', readTranscript: 'transcripts:read', readRecording: 'recordings:read' },
  Organization: {
    update: 'organization:update', delete: 'organization:delete', transfer: 'organization:transfer', export: 'organization:export', readMembers: 'members:read', inviteMembers: 'members:invite', updateMembers: 'members:update', removeMembers: 'members:remove',
    createRoles: 'roles:create', createApiKeys: 'api-keys:create', readAudit: 'audit:read', readLimits: 'limits:read', createClients: 'clients:create', updateDelegation: 'delegation:update', updateSingleSignOn: 'single-sign-on:update',
  },
  ServiceAccount: { createKeys: 'api-keys:create', revokeKeys: 'api-keys:revoke' },
} as const satisfies Record<string, Record<string, Permission>>;

/** `viewerCan` on each of them; it is worked out from what is known of who asks, and reads nothing. */
export function defineViewerCan(builder: Builder): void {
  for (const [type, deeds] of Object.entries(DEEDS)) {
    const can = builder.objectRef<Resource>(`${type}ViewerCan`).implement({
      description: `What who asks may do with this ${type.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()}, so that what they may not is not offered.`,
      fields: (t) => Object.fromEntries(Object.entries(deeds).map(([deed, permission]) => [deed, t.boolean({ description: `Whether \`${permission}\` is theirs.`, resolve: (resource, _args, context) => may(context, permission, resource) })])),
    });
    const column = type === 'Organization' ? 'id' : 'organizationId';
    builder.prismaObjectField(type as 'Agent', 'viewerCan', (t) => t.field({
      type: can, complexity: 0, description: 'What who asks may do with it.', select: { [column]: true } as never, resolve: (row) => ({ organizationId: (row as unknown as Record<string, string>)[column]! }),
    }));
  }
}
