/** Whether a unique rule of the database refused a write (Prisma's P2002). */
export function isUniqueViolation(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'P2002';
}

/** The columns or the name of the rule that was broken, for telling several apart; `''` where the driver does not say. */
export function violatedRule(error: unknown): string {
  return JSON.stringify((error as { meta?: unknown } | null)?.meta ?? '');
}
