import type { Component } from 'solid-js';

export { SettingsFrame } from './settings-frame.js';

/** The pages of the settings by their routes, each fetched when it is opened. The list is fetched with the frame around them, so that the console begins without it. */
export const SETTINGS_ROUTES = {
  'profile': () => import('./profile.js').then(({ ProfilePage }) => ProfilePage),
  'security': () => import('./security/security.js').then(({ SecurityPage }) => SecurityPage),
  'organization': () => import('./organization/organization.js').then(({ OrganizationPage }) => OrganizationPage),
  'members': () => import('./members/members.js').then(({ MembersPage }) => MembersPage),
  'roles': () => import('./roles/roles.js').then(({ RolesPage }) => RolesPage),
  'clients': () => import('./tree/clients.js').then(({ ClientsPage }) => ClientsPage),
  'agency': () => import('./tree/agency.js').then(({ AgencyPage }) => AgencyPage),
  'single-sign-on': () => import('./single-sign-on/single-sign-on.js').then(({ SingleSignOnPage }) => SingleSignOnPage),
  'connections': () => import('./connections/connections.js').then(({ ConnectionsPage }) => ConnectionsPage),
  'connections/catalog': () => import('./connections/catalog.js').then(({ CatalogPage }) => CatalogPage),
  'connections/new/:plugin': () => import('./connections/connect.js').then(({ ConnectPage }) => ConnectPage),
  'connections/:id': () => import('./connections/connection.js').then(({ ConnectionPage }) => ConnectionPage),
  'usage': () => import('./usage/usage.js').then(({ UsagePage }) => UsagePage),
  'audit': () => import('./audit/audit.js').then(({ AuditPage }) => AuditPage),
  'api-keys': () => import('./keys/api-keys.js').then(({ ApiKeysPage }) => ApiKeysPage),
  'platform': () => import('../platform/organizations.js').then(({ PlatformPage }) => PlatformPage),
  'platform/:id': () => import('../platform/organization.js').then(({ PlatformOrganizationPage }) => PlatformOrganizationPage),
  'plugins': () => import('./plugins.js').then(({ PluginsPage }) => PluginsPage),
  'health': () => import('./health.js').then(({ HealthPage }) => HealthPage),
} as const satisfies Record<string, () => Promise<Component>>;
