// The words of the settings, fetched with the first of their pages.
import { apiKeys, audit, permissions } from './access.js';
import { connections } from './connections.js';
import { settingFaults } from './faults.js';
import { health, plugins } from './installation.js';
import { links } from './links.js';
import { danger, limits, members, roleMatrix } from './people.js';
import { platform, standing } from './platform.js';
import { passkeys, security, sessions } from './security.js';
import { organizationForm, settings } from './settings.js';
import { singleSignOn } from './single-sign-on.js';
import { agency, clients, finder, pageWords } from './tree.js';
import { usage } from './usage.js';

export const enFurther = { settingFaults, settings, organizationForm, permissions, apiKeys, audit, members, plugins, health, security, sessions, passkeys, singleSignOn, limits, danger, roleMatrix, links, clients, agency, finder, pageWords, platform, standing, usage, connections } as const;
