/** Whether a unique rule of the database refused a write: Prisma's P2002, or Postgres' 23505 inside its P2010 for raw SQL. */
export function isUniqueViolation(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'P2002' || (code === 'P2010' && String(message).includes('23505'));
}

/** The columns or the name of the rule that was broken, for telling several apart; `''` where the driver does not say. */
export function violatedRule(error: unknown): string {
  return JSON.stringify((error as { meta?: unknown } | null)?.meta ?? '');
}
