/** What `work` answers, or a rejection with `toError()` where it takes longer; what it does later is passed over. */
export async function within<Result>(work: Promise<Result> | Result, limitMs: number, toError: () => Error): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => { reject(toError()); }, limitMs); });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
