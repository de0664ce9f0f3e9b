import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import { inputId } from '../../schema/ids.js';
import { refuseUnchanged } from './agents.service.js';

/** Makes the draft what a version was; the version stays as it is. Answers the agent's id. */
export async function agentVersionRestore(context: ApiContext, input: { readonly versionId: string; readonly expectedVersion?: number | null | undefined }): Promise<string> {
  const versionId = inputId('AgentVersion', input.versionId, 'versionId');
  const [restored] = await context.db.$queryRaw<{ id: string }[]>`
    UPDATE agents SET name = old.name, instructions = old.instructions, greeting = old.greeting, language = old.language, voice = old.voice,
      knowledge = old.knowledge, "turnTaking" = old."turnTaking", routes = old.routes, version = agents.version + 1, "updatedAt" = now()
    FROM agent_versions AS old
    WHERE old."organizationId" = ${context.organizationId}::uuid AND old.id = ${versionId}::uuid AND agents."organizationId" = old."organizationId" AND agents.id = old."agentId"
      AND agents.version = coalesce(${input.expectedVersion ?? null}::int, agents.version)
    RETURNING agents.id`;
  if (restored) return restored.id;
  const version = await context.db.agentVersion.findUnique({ where: { id: versionId }, select: { agentId: true } });
  if (!version) throw fault('AgentVersionNotFoundError', 'There is no such version.', 'versionId');
  return refuseUnchanged(context, version.agentId);
}

/** Takes an agent out of use, or back into it; where it is so already nothing changes. Answers its id. */
export async function agentArchive(context: ApiContext, input: { readonly id: string; readonly isArchived: boolean }): Promise<string> {
  const id = inputId('Agent', input.id, 'id');
  const { count } = await context.db.agent.updateMany({
    where: { id, archivedAt: input.isArchived ? null : { not: null } }, data: { archivedAt: input.isArchived ? new Date() : null, version: { increment: 1 } },
  });
  if (count === 0 && !await context.db.agent.findUnique({ where: { id }, select: { id: true } })) throw fault('AgentNotFoundError', 'There is no such agent.', 'id');
  return id;
}
