function follow(attributes: { readonly href: string; readonly download: string }): void {
  const link = document.createElement('a');
  Object.assign(link, attributes);
  link.click();
}

/** Saves what is behind a signed address of this server, whatever name it is reached by. */
export function downloadFrom(address: string): void {
  const { pathname, search } = new URL(address, location.href);
  follow({ href: pathname + search, download: '' });
}

/** Saves a text as a file. */
export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  follow({ href: url, download: name });
  URL.revokeObjectURL(url);
}
