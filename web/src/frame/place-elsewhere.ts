/**
 * Where one goes on in another organization: at the page of the same kind. What is in it belongs to the one before, an
 * agent, a call, a filter, and stays behind; settings are asked about first (`offered`), since not everybody is let see
 * the same ones everywhere.
 */
export function placeElsewhere(path: string, offered: (page: string) => boolean): string {
  const [, area, page] = /^\/(agents|calls|live|settings)(?=\/|$)(?:\/([\w-]+))?/.exec(path) ?? [];
  if (area === undefined) return '/';
  return area === 'settings' && page !== undefined && offered(page) ? `/settings/${page}` : `/${area}`;
}
