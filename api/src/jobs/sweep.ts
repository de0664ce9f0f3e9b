import type { App } from '../context.js';
import { endAbandoned, endNeverConnected } from '../domains/calls/calls.service.js';
import { forgetChallenges } from '../domains/factors/complete-sign-in.js';
import { forgetPasskeyChallenges } from '../domains/factors/passkey-challenge.js';
import { forgetEmailLinks } from '../domains/identity/email-links.js';
import { endImpersonations } from '../domains/platform/impersonation.service.js';
import { forgetAttempts } from '../domains/single-sign-on/attempt.js';
import { checkDomains } from '../domains/single-sign-on/domains.service.js';
import { LIMITS } from '../limits.js';
import { renewKeys } from '../vault/renew-keys.js';
import { deleteDueOrganizations } from './delete-organizations.js';

/** Ends, every ten seconds, calls that nobody connected to and calls whose media server never came back, and forgets idempotency keys after their day, sign-ins that nobody finished and links that nobody followed. Deletes organizations whose grace is over and sessions of administrators who worked as somebody else, looks at proven domains again, and once an hour brings what is sealed to the newest keys. Several processes may sweep: each call ends once. */
export function startSweep(app: App): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let isIdle = true;
  let renewAtMs = 0;
  const sweep = async () => {
    try {
      const ended = await endNeverConnected(app);
      if (ended > 0) app.logger.info({ calls: ended }, 'calls ended that nobody connected to');
      const abandoned = await endAbandoned(app);
      if (abandoned > 0) app.logger.warn({ calls: abandoned }, 'calls ended whose media server never came back');
      const deleted = await deleteDueOrganizations(app);
      if (deleted > 0) app.logger.warn({ organizations: deleted }, 'organizations deleted whose grace is over');
      await app.database.system.idempotentRequest.deleteMany({ where: { createdAt: { lt: new Date(Date.now() - LIMITS.idempotencyKeptMs) } } });
      await forgetChallenges(app);
      await endImpersonations(app);
      await forgetPasskeyChallenges(app);
      await forgetEmailLinks(app);
      await forgetAttempts(app);
      await checkDomains(app);
      if (Date.now() >= renewAtMs) {
        renewAtMs = Date.now() + LIMITS.keyRenewalMs;
        const renewed = await renewKeys(app.database, app.vault, app.logger);
        if (renewed.rewrapped + renewed.resealed + renewed.failed > 0) app.logger.info(renewed, 'what is sealed was brought to the newest keys');
      }
    } catch (error) {
      app.logger.error({ err: error }, 'the sweep failed; it runs again');
    }
    isIdle = true;
  };
  const timer = setInterval(() => {
    if (!isIdle) return;
    isIdle = false;
    running = sweep();
  }, LIMITS.sweepMs);
  return { stop: async () => { clearInterval(timer); await running; } };
}
