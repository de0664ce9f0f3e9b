// The words of the settings in German: the files of the English ones, with the same keys.
import type { FurtherMessages } from '../index.js';
import { apiKeys, audit, permissions } from './access.js';
import { health, plugins } from './installation.js';
import { links } from './links.js';
import { danger, limits, members, roleMatrix } from './people.js';
import { passkeys, security, sessions } from './security.js';

export const deFurther: FurtherMessages = { permissions, apiKeys, audit, members, plugins, health, security, sessions, passkeys, limits, danger, roleMatrix, links };
