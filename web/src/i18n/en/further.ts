// The words of the settings, fetched with the first of their pages.
import { apiKeys, audit, permissions } from './access.js';
import { health, plugins } from './installation.js';
import { members } from './people.js';

export const enFurther = { permissions, apiKeys, audit, members, plugins, health } as const;
