import type { Viewer } from '../api/session.js';

type Membership = Viewer['organizations'][number];

/** An organization that one can go to, and the agency of one's own that it stands below. */
export interface TreeEntry { readonly membership: Membership; readonly agency?: Membership['organization'] }

/** Organizations by their names, each agency followed by its clients. */
export function organizationTree(memberships: readonly Membership[], locale: string): TreeEntry[] {
  const byName = memberships.toSorted((one, other) => one.organization.name.localeCompare(other.organization.name, locale));
  const known = new Map(byName.map(({ organization }) => [organization.id, organization]));
  const agencyOf = ({ organization }: Membership) => (organization.parent === null ? undefined : known.get(organization.parent.id));
  return byName.filter((membership) => agencyOf(membership) === undefined)
    .flatMap((top): TreeEntry[] => [{ membership: top }, ...byName.filter((membership) => agencyOf(membership)?.id === top.organization.id).map((membership) => ({ membership, agency: top.organization }))]);
}
