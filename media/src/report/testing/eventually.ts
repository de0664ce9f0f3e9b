/** Looks again at every turn of the event loop until `check` is true; throws after `msMax`. For what a real disk or server decides. */
export async function eventually(check: () => boolean, what: string, msMax = 10_000): Promise<void> {
  const untilMs = performance.now() + msMax;
  while (!check()) {
    if (performance.now() > untilMs) throw new Error(`it never came: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}
