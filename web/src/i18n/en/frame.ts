export const frame = {
  navigation: 'Main', menu: 'Menu', home: 'Home', agents: 'Agents', calls: 'Calls', live: 'Live', settings: 'Settings', signOut: 'Sign out', theme: 'Appearance',
  themes: { light: 'Light', dark: 'Dark', system: 'System' }, account: 'Account', profile: 'Profile and preferences', notifications: 'Notifications',
  language: 'Language', languages: { en: 'English', de: 'Deutsch', system: 'Browser' }, languageFailed: 'This language could not be loaded. Please try again.',
  notFoundTitle: 'There is nothing here', notFoundText: 'The address may be mistyped, or what was here is gone.', toAgents: 'Go to agents',
  failedTitle: 'This page could not be shown', failedText: 'Reload it; if that does not help, the server may be newer than this page.', reload: 'Reload',
} as const;
