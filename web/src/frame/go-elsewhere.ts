import type { Client } from '@urql/core';
import { switchOrganization } from '../api/organizations.js';
import { settingsGroups } from '../pages/settings/settings-pages.js';
import { placeElsewhere } from './place-elsewhere.js';

/** Works in another organization from now on, at the page of the same kind where it is offered there. */
export function goElsewhere(client: Client, id: string): Promise<string | undefined> {
  return switchOrganization(client, id, (who) => {
    const offered: readonly string[] = settingsGroups(who).flatMap(({ pages }) => pages);
    return placeElsewhere(location.pathname, (page) => offered.includes(page));
  });
}
