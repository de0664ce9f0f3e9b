/** The server gives a sign of life every 12 seconds; a stream without one for this long is dead, whatever the network says. */
export const STREAM_SILENCE_MS_MAX = 30_000;

/**
 * Opens a stream and ends it with an error when nothing comes any more. A connection that was dropped on the way
 * without a word (a sleeping computer, a changed network) would otherwise look alive for many minutes.
 */
export async function fetchStream(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => { clearTimeout(timer); };
  const watch = () => {
    stop();
    timer = setTimeout(() => { silence.abort(new DOMException('Nothing came for too long.', 'TimeoutError')); }, STREAM_SILENCE_MS_MAX);
  };
  watch();
  init?.signal?.addEventListener('abort', stop, { once: true });
  try {
    const response = await fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, silence.signal]) : silence.signal });
    if (!response.body) { stop(); return response; }
    const body = response.body.pipeThrough(new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (chunk, controller) => { watch(); controller.enqueue(chunk); },
      flush: stop,
    }));
    return new Response(body, response);
  } catch (error) {
    stop();
    throw error;
  }
}
