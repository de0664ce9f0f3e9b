// The words of the settings, fetched with the first of their pages.
import { apiKeys, audit, permissions } from './access.js';
import { health, plugins } from './installation.js';
import { links } from './links.js';
import { danger, limits, members, roleMatrix } from './people.js';
import { passkeys, security, sessions } from './security.js';

export const enFurther = { permissions, apiKeys, audit, members, plugins, health, security, sessions, passkeys, limits, danger, roleMatrix, links } as const;
