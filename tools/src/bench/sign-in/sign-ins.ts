import { Agent, request } from 'node:http';

export const PASSWORD = 'a password for the benchmark';
/** Each signs in from an address of its own, now and then, as people do: nobody is slowed down for guessing. */
export const ACCOUNTS = 200;

const SIGN_IN = 'mutation ($email: String!, $password: String!) { signIn(input: { email: $email, password: $password }) { sessionToken errors { code } } }';
const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { errors { code } } }';
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

const emailOf = (account: number) => `person-${account}@example.com`;
const addressOf = (account: number) => `10.1.${account >> 8}.${account & 255}`;

/** The answer of one mutation, asked as if from the account's own address. */
function ask(port: number, account: number, query: string, variables: object): Promise<string> {
  const body = JSON.stringify({ query, variables });
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, host: '127.0.0.1', path: '/graphql', method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'x-forwarded-for': addressOf(account) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => { resolve(text); });
    });
    sent.on('error', reject).end(body);
  });
}

/** Opens the accounts that sign in. */
export async function signUpAll(port: number): Promise<void> {
  for (let account = 0; account < ACCOUNTS; account++) {
    const answer = await ask(port, account, SIGN_UP, { input: { email: emailOf(account), password: PASSWORD, organizationName: `Firm ${account}` } });
    if (!answer.includes('"errors":[]')) throw new Error(`signing up was answered ${answer.slice(0, 400)}`);
  }
}

export interface SignedIn { readonly latenciesMs: number[]; readonly refused: number }

/** Signs in at a fixed rate, whether or not those before were answered; half of them with a wrong password, which costs the same. */
export async function signInLoop(port: number, perSecond: number, seconds: number): Promise<SignedIn> {
  const latenciesMs: number[] = [];
  const pending: Promise<void>[] = [];
  let refused = 0;
  const startedMs = performance.now();
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    const dueMs = startedMs + (sent * 1000) / perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await new Promise((resolve) => { setTimeout(resolve, waitMs); });
    const account = sent % ACCOUNTS;
    const isRight = Math.floor(sent / ACCOUNTS) % 2 === 0;
    pending.push(ask(port, account, SIGN_IN, { email: emailOf(account), password: isRight ? PASSWORD : 'another one' }).then((answer) => {
      latenciesMs.push(performance.now() - dueMs);
      if (answer.includes('TOO_MANY_ATTEMPTS')) refused += 1;
      else if (!answer.includes(isRight ? '"errors":[]' : 'INVALID_CREDENTIALS')) throw new Error(`signing in was answered ${answer.slice(0, 400)}`);
    }));
  }
  await Promise.all(pending);
  return { latenciesMs, refused };
}
