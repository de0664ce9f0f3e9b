import { DEMO_EMAIL, seedDemo as seedRows } from '@parley/db';
import { turnTaking } from '@parley/media-contract';
import { hashPassword } from './access/passwords.js';
import type { App } from './context.js';

export interface DemoLogin { readonly email: string; readonly password: string }

/** Known to everyone, and therefore never made in production. */
const DEMO_PASSWORD = 'parley-demo';

/** Makes the demo account in a database without users; answers its login where there is one. Does nothing in production. */
export async function seedDemo(app: App): Promise<DemoLogin | undefined> {
  if (app.environment.isProduction) return undefined;
  const { system } = app.database;
  const [demo, anyone] = await Promise.all([
    system.user.findUnique({ where: { email: DEMO_EMAIL }, select: { id: true } }), system.user.findFirst({ select: { id: true } }),
  ]);
  if (!anyone) {
    const { isNew } = await seedRows(app.database, { passwordHash: await hashPassword(DEMO_PASSWORD), turnTaking: turnTaking.parse({}) });
    if (isNew) app.logger.info('the demo account and its agent were made');
  }
  return demo ?? !anyone ? { email: DEMO_EMAIL, password: DEMO_PASSWORD } : undefined;
}
