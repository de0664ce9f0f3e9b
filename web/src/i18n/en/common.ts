export const common = {
  save: 'Save', cancel: 'Cancel', close: 'Close', retry: 'Try again', loading: 'Loading', remove: 'Remove', optional: 'optional', dismiss: 'Dismiss',
  previous: 'Newer', next: 'Older', copied: 'Copied', none: 'None', skip: 'Skip to content', ok: 'OK', refresh: 'Refresh', back: 'Back', further: 'Further', copy: 'Copy', undo: 'Undo',
} as const;
