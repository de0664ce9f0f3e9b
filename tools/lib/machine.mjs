// What this machine offers: ports and a folder to write to.
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';

/** Listens for a moment. Rejects as the operating system does: EADDRINUSE, EACCES. */
const tryPort = (port, host) => new Promise((resolve, reject) => {
  const server = createServer().once('error', reject).listen(port, host, () => {
    const { port: taken } = server.address();
    server.close(() => resolve(taken));
  });
});

/** A port that nobody uses at this moment. */
export const freePort = () => tryPort(0, '127.0.0.1');

/** Why this port cannot be opened, as a sentence that names the variable; undefined where it can. */
export async function portFault(variable, port) {
  try {
    await tryPort(port);
    return undefined;
  } catch (error) {
    if (error.code === 'EADDRINUSE') return `Port ${port} is in use: stop what uses it, or set ${variable} to another.`;
    if (error.code === 'EACCES') return `Port ${port} may not be opened by this user: set ${variable} to one above 1023.`;
    return `Port ${port} cannot be opened (${error.message}): set ${variable} to another.`;
  }
}

/** As mkdir -p. Node's own `recursive` never comes back from file systems that refuse a new entry with ENOENT, as /proc. */
function makeFolder(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (error.code !== 'ENOENT' || existsSync(dirname(folder))) throw error;
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}

/** Makes the folder. Answers why it cannot be used, as a sentence; undefined where it can. */
export function dataDirFault(folder) {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return `PARLEY_DATA_DIR ${folder} cannot be used (${error.code}): name a folder that this user may write to.`;
  }
}
