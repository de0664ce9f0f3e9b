/**
 * The token of a link that was sent by mail. It stands behind `#`, where no server and no log sees it, and leaves the
 * address once it is read: neither history nor a screen that is shared keeps it.
 */
export function takeLinkToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
