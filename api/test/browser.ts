/** As much of a browser as a sign-in needs: it keeps cookies by host, and follows redirects one by one. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();
  /** Every address that it was sent to. */
  readonly visited: string[] = [];

  cookie(address: string, name: string): string | undefined { return this.#cookies.get(new URL(address).hostname)?.get(name); }

  setCookie(address: string, header: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(header)!;
    const { hostname } = new URL(address);
    const jar = this.#cookies.get(hostname) ?? new Map<string, string>();
    this.#cookies.set(hostname, jar);
    if (value === '' || /max-age=0/i.test(header)) jar.delete(name!); else jar.set(name!, value!);
  }

  async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const jar = this.#cookies.get(new URL(address).hostname);
    const response = await fetch(address, { ...init, redirect: 'manual', headers: { ...init.headers as Record<string, string>, ...(jar?.size ? { cookie: Array.from(jar, ([name, value]) => `${name}=${value}`).join('; ') } : {}) } });
    for (const header of response.headers.getSetCookie()) this.setCookie(address, header);
    return response;
  }

  /** Goes to an address and on, until `isThere` says so or nothing leads further; answers where it is. */
  async go(address: string, isThere: (address: string) => boolean = () => false): Promise<string> {
    let at = address;
    for (let step = 0; step < 20; step++) {
      this.visited.push(at);
      if (isThere(at)) return at;
      const response = await this.fetch(at);
      const location = response.headers.get('location');
      await response.arrayBuffer();
      if (location === null) return at;
      at = new URL(location, at).href;
    }
    throw new Error(`the browser was sent round in circles: ${this.visited.slice(-5).join(' ')}`);
  }
}
