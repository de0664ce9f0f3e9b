import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail { readonly sender: string; readonly recipients: readonly string[]; readonly raw: string; readonly user: string | undefined }

export interface MailServer {
  readonly port: number;
  readonly mails: ReceivedMail[];
  close(): Promise<void>;
}

/** A real mail server on this machine that keeps what it is sent; `sessions` may refuse. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    logger: false, authOptional: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({ sender: mailFrom === false ? '' : mailFrom.address, recipients: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString('utf8'), user: session.user === undefined ? undefined : String(session.user) });
        done();
      });
    },
    ...options,
  });
  // A client that leaves in the middle is no fault of the test.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    port: (server.server.address() as AddressInfo).port, mails,
    close: () => new Promise((resolve) => { server.close(() => { resolve(); }); }),
  };
}
