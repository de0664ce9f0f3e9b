// api's side of the link in a process of its own: `node api-process.mjs <storePath> <port>`. Says `stored` after requests.
import { writeSync } from 'node:fs';
import { startLinkServer } from '../../dist/report/testing/link-server.js';

const [storePath, port] = process.argv.slice(2);
const server = await startLinkServer({ serviceToken: 'service-token', storePath, port: Number(port) });
writeSync(1, `ready ${server.port}\n`);
let seen = 0;
setInterval(() => { for (; seen < server.requests; seen++) writeSync(1, 'stored\n'); }, 2);
