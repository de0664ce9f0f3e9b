// Loaded before a service's own code (`node --import`). The service's standard input is a pipe that its parent holds
// open and never writes to: when it ends, the parent is gone, by whatever signal, and the service stops too.
import { isMainThread } from 'node:worker_threads';

const SECOND_SIGNAL_MS = 200;

// Worker threads inherit the flag; there is one process to end.
if (isMainThread) {
  const stop = () => {
    process.kill(process.pid, 'SIGTERM');
    // The second asks media to end its live calls now: api ends at this moment as well.
    setTimeout(() => process.kill(process.pid, 'SIGTERM'), SECOND_SIGNAL_MS).unref();
  };
  // Nobody reads the log any more; that must not be what ends the process.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.stdin.once('end', stop).once('error', stop).resume();
  process.stdin.unref();
}
