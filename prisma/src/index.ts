export { type AuditVerdict, noteForOrganization, noteInAuditLog, verifyAuditLog } from './client/audit/audit-log.js';
export { organizationRows, type OrganizationRow } from './client/export/organization-rows.js';
export { type Database, type DatabaseOptions, openDatabase, type SystemClient, type SystemTransaction, type TransactionOptions } from './client/database.js';
export type { DatabaseLogger } from './client/engine.js';
export { DatabaseOpenError, type DatabaseOpenErrorCode, TenantScopeError } from './client/errors.js';
export { type AuditActor, auditAs } from './client/isolation/acting-organization.js';
export { DATABASE_LIMITS } from './client/limits.js';
export type { Statement, StatementListener } from './client/statements.js';
export type { OrganizationClient, OrganizationTransaction } from './client/tenant/tenant-client.js';
export {
  type Agent, type AgentVersion, type AuditEvent, type Call, type CallEvent, CallStatus, CallTransport, ConnectionStatus, type Invitation, type Membership, type Organization, type OrganizationDomain, type PluginState, Prisma,
  PrismaClient, type ProviderConnection, type Recording, type Role, type Session, SignInMethod, type SingleSignOn, Speaker, type Turn, type User,
} from './generated/client.js';
export { getDatamodel, type default as PrismaTypes } from './generated/pothos.js';
export { decodeId, encodeId, type IdPrefix, InvalidIdError, splitId, uuidv7 } from './ids.js';
export { applyMigrations } from './migrate/apply.js';
export { migrationStatus, type MigrationStatus } from './migrate/status.js';
export { schemaDrift, writeMigration } from './migrate/write.js';
export { knownPermissions, type Permission, PERMISSION_FACTS, type PermissionGroup, PERMISSIONS } from './roles/permissions.js';
export { PLATFORM_ORGANIZATION } from './roles/platform.js';
export { OWNER_ROLE_IDS, ROLE_TEMPLATES, roleTemplateId, type RoleTemplateKey } from './roles/role-templates.js';
export { DEMO_EMAIL, seedDemo, type SeedOptions, type SeedResult } from './seed/seed-demo.js';
