export const members = {
  intro: 'Who can sign in to this organization.', columns: { name: 'Name', role: 'Role', joined: 'Joined' }, you: 'you', pages: 'Pages',
} as const;
