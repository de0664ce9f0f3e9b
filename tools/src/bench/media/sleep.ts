export const sleep = (durationMs: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, durationMs); });
