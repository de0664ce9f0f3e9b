import { onCleanup } from 'solid-js';

const read = () => new URLSearchParams(location.hash.slice(1)).get('token') ?? '';

/**
 * The token of a link that was sent by mail. It stands behind `#`, where no server and no log sees it, and leaves the
 * address once it is read: neither history nor a screen that is shared keeps it. Another link that is opened in the same
 * tab begins the page anew, which the browser does not do by itself.
 */
export function takeLinkToken(): string {
  const token = read();
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
  const follow = () => { if (read() !== '') location.reload(); };
  addEventListener('hashchange', follow);
  onCleanup(() => { removeEventListener('hashchange', follow); });
  return token;
}
