import { auditAs, noteInAuditLog, OWNER_ROLE_IDS, PLATFORM_ORGANIZATION } from '@parley/db';
import { auditActor } from '../../access/audit-actor.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { organizationExportUrl } from '../../exports/links.js';
import { LIMITS } from '../../limits.js';
import { mailLanguage } from '../../mail/letters.js';
import { sendMail } from '../../mail/send-mail.js';
import { confirmPassword } from '../factors/two-factor.service.js';

/**
 * Begins the end of the organization that the session works in: it takes no calls from here on, and everything of it is
 * deleted when the grace is over. Asked again it stays at that. Answers its id.
 */
export async function organizationDelete(context: ApiContext, input: { readonly confirmSlug: string; readonly password: string }): Promise<string> {
  const { organizationId: id, db } = context;
  if (id === PLATFORM_ORGANIZATION.id) throw fault('OwnOrganizationError', 'The organization of the platform itself is not deleted.');
  const { slug } = await db.organization.findFirstOrThrow({ where: { id }, select: { slug: true } });
  if (input.confirmSlug.trim() !== slug) throw fault('SlugMismatchError', 'This is not the short name of the organization that you work in.', 'confirmSlug');
  await confirmPassword(context, input.password);
  const deletionAt = new Date(Date.now() + LIMITS.organizationGraceMs);
  const { count } = await db.organization.updateMany({ where: { id, deletionAt: null }, data: { deletionAt } });
  if (count > 0) await tellOwners(context, deletionAt);
  return id;
}

/** Lets the organization go on, as long as the grace is not over. Answers its id. */
export async function organizationDeletionCancel({ organizationId: id, db }: ApiContext): Promise<string> {
  const now = new Date();
  const { count } = await db.organization.updateMany({ where: { id, OR: [{ deletionAt: null }, { deletionAt: { gt: now } }] }, data: { deletionAt: null } });
  if (count === 0) throw new Fault('OrganizationClosingError', 'The organization is being deleted already.', undefined, { deletionAt: now });
  return id;
}

/** Whoever may take it back shall know of it, whoever began it. */
async function tellOwners({ app, db, organizationId: id }: ApiContext, deletionAt: Date): Promise<void> {
  const { name, memberships } = await db.organization.findFirstOrThrow({ where: { id }, select: { name: true, memberships: { where: { roleId: { in: [...OWNER_ROLE_IDS] } }, select: { user: { select: { email: true, language: true } } }, take: LIMITS.pageSizeMax } } });
  for (const { user: { email, language } } of memberships) {
    const isTaken = sendMail(app, { to: email, template: 'organization-deletion', values: { organizationName: name, deletionAt, url: `${app.publicUrl()}/settings/organization` }, language: mailLanguage(language) });
    if (!isTaken) app.logger.warn({ organizationId: id }, 'an owner could not be told that the organization will be deleted: too many mails wait');
  }
}

/** Where everything that is the organization's own is a file. Whoever holds the address may read it: that it was given out is in the log before it is told. */
export async function exportUrl(context: ApiContext): Promise<string> {
  const { organizationId } = context;
  await auditAs(auditActor(context, 'organizationExport'), () => noteInAuditLog(context.db, 'organizationExport', 'organizations', [organizationId]));
  return organizationExportUrl(context.app, organizationId);
}
