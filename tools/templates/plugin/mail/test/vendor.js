// The vendor's wire format, as the adapter speaks it.
import { randomUUID } from 'node:crypto';

export const routes = {
  'POST /mails': async ({ from, to, subject, text }, response) => {
    const isWhole = [from, to, subject, text].every((part) => typeof part === 'string');
    response.writeHead(isWhole ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(isWhole ? { id: randomUUID() } : { message: 'Something is missing.' }));
  },
};
