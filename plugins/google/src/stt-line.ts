import type { ProviderError, StretchLine, StretchListener } from '@parley/plugin-sdk';
import { brokenOff, told } from './errors.js';
import { failureOfCall, isTimeOver } from './grpc-failure.js';
import type { GrpcVendor } from './grpc.js';
import { audioMessages, configMessage, heardOf, STREAMING_RECOGNIZE, type Recognition } from './stt-messages.js';

export interface LineParts {
  readonly vendor: GrpcVendor;
  /** Taken out of what the vendor says. */
  readonly secret: string;
  readonly recognition: Recognition;
}

interface HearingListener {
  onText(text: string): void;
  /** `billedMs` as the vendor counts it, where it does. */
  onDone(text: string, billedMs: number | undefined): void;
  /** `isFinal` where another stream would end the same way. */
  onEnd(error: ProviderError, isFinal: boolean): void;
}

const joined = (texts: readonly string[]): string => texts.filter((text) => text !== '').join(' ');

/** One stream to the vendor, which hears one stretch of audio and then ends. */
class Hearing {
  readonly #controller = new AbortController();
  readonly #call;
  readonly #listener: HearingListener;
  readonly #finals: string[] = [];
  #interim = '';
  #billedMs: number | undefined;
  #isAnswered = false;
  #isRead = false;
  #isEnded = false;
  #isOver = false;

  constructor({ vendor, secret, recognition }: LineParts, listener: HearingListener) {
    this.#listener = listener;
    this.#call = vendor.stream(STREAMING_RECOGNIZE, this.#controller.signal);
    this.#call.on('data', (message: Buffer) => { this.#hear(message); });
    this.#call.on('error', (error: unknown) => {
      const failure = isTimeOver(error) ? told('unreachable') : failureOfCall(error, secret);
      this.#end(failure, failure.causeCode !== 'unreachable' && failure.causeCode !== 'vendor-fault');
    });
    // The status may come before the last words are read.
    this.#call.on('status', ({ code }: { readonly code: number }) => { this.#isAnswered = code === 0; this.#settle(); });
    this.#call.on('end', () => { this.#isRead = true; this.#settle(); });
    this.#call.write(configMessage(recognition));
  }

  send(audio: Buffer): void {
    for (const message of audioMessages(audio)) this.#call.write(message);
  }

  /** No audio follows; the transcript is owed. */
  end(): void {
    this.#isEnded = true;
    this.#call.end();
  }

  close(): void {
    this.#isOver = true;
    this.#controller.abort();
  }

  #hear(message: Buffer): void {
    if (this.#isOver) return;
    let heard;
    try { heard = heardOf(message); } catch { this.#end(brokenOff('The vendor sent a message that cannot be read.'), true); return; }
    for (const { text, isFinal } of heard.results) if (isFinal) this.#finals.push(text);
    this.#interim = joined(heard.results.filter(({ isFinal }) => !isFinal).map(({ text }) => text));
    this.#billedMs = heard.billedMs ?? this.#billedMs;
    if (heard.results.length > 0) this.#listener.onText(joined([...this.#finals, this.#interim]));
  }

  #settle(): void {
    if (this.#isOver || !this.#isAnswered || !this.#isRead) return;
    if (!this.#isEnded) { this.#end(told('unreachable'), false); return; }
    this.#isOver = true;
    this.#listener.onDone(joined(this.#finals), this.#billedMs);
  }

  #end(error: ProviderError, isFinal: boolean): void {
    if (this.#isOver) return;
    this.close();
    this.#listener.onEnd(error, isFinal);
  }
}

/** A line of streams, each for one stretch; they go over one connection, so that none is made for them. */
export function openLine(parts: LineParts, listener: StretchListener): StretchLine {
  const hearings = new Set<Hearing>();
  /** Streams that nobody waits for; they are ended like the others, so that the vendor bills them. */
  const cleared = new Set<Hearing>();
  let open: Hearing | undefined;
  let count = 0;
  let unbilledMs = 0;
  const close = () => { for (const hearing of hearings) hearing.close(); hearings.clear(); open = undefined; };
  const begin = (): Hearing => {
    const number = count;
    count += 1;
    const hearing: Hearing = new Hearing(parts, {
      onText: (text) => { if (!cleared.has(hearing)) listener.onText(number, text); },
      onDone: (text, billedMs) => {
        hearings.delete(hearing);
        if (cleared.delete(hearing)) { unbilledMs += billedMs ?? 0; return; }
        const audioMs = (billedMs ?? 0) + unbilledMs;
        if (billedMs !== undefined) unbilledMs = 0;
        listener.onSettled(number, { text, usage: billedMs === undefined ? {} : { audioMs } });
      },
      onEnd: (error, isFinal) => { close(); listener.onEnd(error, isFinal); },
    });
    hearings.add(hearing);
    return hearing;
  };
  return {
    append: (audio) => { open ??= begin(); open.send(audio); },
    commit: () => { open?.end(); open = undefined; },
    clear: () => { if (open) { cleared.add(open); open.end(); open = undefined; } },
    close,
  };
}
