import { fileURLToPath } from 'node:url';
import { callEvent, callPlan, type CallEvent, type CallEventPayload, type CallEventType, type CallInterim, type CallPlan, type EndedReason } from '@parley/media-contract';
import { createPluginCatalog, createProviderHost, type HostLimits, type PluginCatalog, type PluginLogger } from '@parley/plugin-host';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { createCall } from '../src/call/call.js';
import type { Call, CallOptions } from '../src/call/ports.js';
import { createTicker, type Ticker } from '../src/call/ticker.js';
import type { CallRecorder } from '../src/observe/recorder-port.js';
import type { CallReport } from '../src/report/reporter.js';
import { createPhrases } from '../src/stages/phrases.js';
import { Microphone } from './microphone.js';
import { Phone, type PhoneOptions } from './phone.js';

type Settings = Readonly<Record<string, unknown>>;

export interface ScenarioSetup {
  readonly transport?: 'TWILIO' | 'BROWSER';
  readonly phone?: Omit<PhoneOptions, 'clock' | 'transport'>;
  readonly agent?: Partial<Omit<CallPlan['agent'], 'turnTaking'>>;
  readonly turnTaking?: Partial<CallPlan['agent']['turnTaking']>;
  /** Settings of the simulated provider of each kind; several make a route with fallbacks. */
  readonly stt?: Settings | readonly Settings[];
  readonly llm?: Settings | readonly Settings[];
  readonly tts?: Settings | readonly Settings[];
  readonly vad?: Settings;
  readonly turn?: Settings;
  readonly limits?: Partial<HostLimits>;
  readonly recorder?: CallRecorder;
  /** The caller sends audio. Default true. */
  readonly hasMicrophone?: boolean;
  /** Changes the options before the call starts, e.g. to plant a fault. */
  readonly change?: (options: CallOptions) => CallOptions;
  /** Runs beside the call of this scenario. */
  readonly beside?: Scenario;
}

const silent: PluginLogger = { debug() {}, info() {}, warn() {} };
let catalog: Promise<PluginCatalog> | undefined;

/** The packages that media's tests may use, found as in a running process. */
function openCatalog(): Promise<PluginCatalog> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  return catalog ??= createPluginCatalog({ roots: [root], mode: 'development', hostVersion: '0.1.0', logger: silent });
}

/** Text to time of the simulated voice, so that a scenario knows what was heard to the sample. */
export const MS_PER_CHARACTER = 60;

/** One whole call on a clock that the script moves. */
export class Scenario {
  readonly events: CallEvent[] = [];
  readonly interims: Omit<CallInterim, 'callId'>[] = [];
  readonly warnings: string[] = [];
  /** Texts that were sent to the voice, in order. */
  readonly spokenPieces: string[] = [];
  call!: Call;
  ended: EndedReason | undefined;
  #closeHost: () => Promise<void> = async () => {};

  private constructor(readonly clock: VirtualClock, readonly ticker: Ticker, readonly phone: Phone, readonly microphone: Microphone, readonly plan: CallPlan) {}

  static async start(setup: ScenarioSetup = {}): Promise<Scenario> {
    const clock = setup.beside?.clock ?? new VirtualClock();
    const ticker = setup.beside?.ticker ?? createTicker(clock);
    const transport = setup.transport ?? 'TWILIO';
    const phone = new Phone({ clock, transport, ...setup.phone });
    const scenario = new Scenario(clock, ticker, phone, new Microphone(clock, phone.sampleRateHz), planOf(setup, transport));
    const host = createProviderHost(await openCatalog(), { clock, logger: silent, ...(setup.limits ? { limits: setup.limits } : {}) });
    const options: CallOptions = {
      plan: scenario.plan, line: phone, clock, wallClock: () => 0, report: scenario.#report(), recorder: setup.recorder, ticker,
      phrases: createPhrases({ clock }),
      logger: { ...silent, warn: (message, fields) => { scenario.warnings.push(`${message} ${JSON.stringify(fields)}`); } },
      openProviders: async ({ onEvent, onUsage }) => {
        const opened = await host.openCall({ callId: scenario.plan.callId, organizationId: scenario.plan.organizationId, routes: scenario.plan.routes, onEvent, onUsage });
        const synthesize: typeof opened.tts.synthesize = (request) => {
          scenario.spokenPieces.push(request.text);
          return opened.tts.synthesize(request);
        };
        return { ...opened, tts: { ...opened.tts, synthesize } };
      },
    };
    scenario.#closeHost = () => host.close();
    const call = createCall(setup.change?.(options) ?? options);
    scenario.call = call;
    phone.input = call;
    if (setup.hasMicrophone !== false) scenario.microphone.start(call);
    void call.done.then((reason) => { scenario.ended = reason; scenario.microphone.stop(); });
    await scenario.#opened();
    return scenario;
  }

  get nowMs(): number {
    return this.clock.nowMs();
  }

  /** The payloads of one type, in order. */
  of<Type extends CallEventType>(type: Type): CallEventPayload<Type>[] {
    return this.events.filter((event) => event.type === type).map((event) => event.payload as CallEventPayload<Type>);
  }

  /** When the latest event of a type happened. */
  timeOf(type: CallEventType): number {
    return this.events.findLast((event) => event.type === type)!.atMs;
  }

  async waits(durationMs: number): Promise<void> {
    await this.clock.advance(durationMs);
  }

  /** The caller speaks for so long, then is silent. */
  async says(durationMs: number): Promise<void> {
    this.microphone.speak(durationMs);
    await this.clock.advance(durationMs);
  }

  /** The caller writes; answers whether it was taken. */
  types(text: string): boolean {
    return this.call.onText(text);
  }

  async until(isReached: () => boolean, limitMs = 20_000): Promise<void> {
    const startMs = this.nowMs;
    while (!isReached()) {
      if (this.nowMs - startMs >= limitMs) throw new Error(`not reached within ${limitMs} ms; events: ${this.events.map((event) => `${event.atMs} ${event.type}`).join(', ')}`);
      await this.clock.advance(10);
    }
  }

  /** Until the agent is silent again and owes nothing. */
  async untilListening(limitMs = 30_000): Promise<void> {
    await this.until(() => this.call.snapshot().agentState !== 'LISTENING', limitMs);
    await this.until(() => this.call.snapshot().agentState === 'LISTENING' || this.ended !== undefined, limitMs);
  }

  /** Lets go of the adapters that the host keeps warm. */
  async closeHost(): Promise<void> {
    await this.#closeHost();
  }

  async hangUp(): Promise<void> {
    this.phone.hangUp();
    this.call.onClosed('stopped');
    await this.until(() => this.ended !== undefined);
  }

  /** Opening loads a package, which takes real time; the virtual clock stands still meanwhile. */
  async #opened(): Promise<void> {
    while (this.call.snapshot().state === 'OPENING') await new Promise((resolve) => { setImmediate(resolve); });
    await this.clock.advance(0);
  }

  #report(): CallReport {
    let seq = 0;
    return {
      append: (type, payload, atMs) => {
        // Parsed as api would: an event that does not fit the contract fails the scenario.
        this.events.push(callEvent.parse({ callId: this.plan.callId, seq: ++seq, type, atMs, occurredAt: new Date(0).toISOString(), payload: structuredClone(payload) }));
      },
      interim: (interim) => { this.interims.push(interim); },
      recording() {},
      async close() {},
    };
  }
}

function planOf(setup: ScenarioSetup, transport: 'TWILIO' | 'BROWSER'): CallPlan {
  const route = (kind: string, settings: Settings | readonly Settings[] | undefined): unknown => {
    const all = Array.isArray(settings) ? settings as readonly Settings[] : [(settings ?? {}) as Settings];
    return { steps: all.map((one, index) => ({ connectionId: `${kind}-${index + 1}`, pluginId: 'simulated', settings: one })) };
  };
  return callPlan.parse({
    callId: 'call-1', organizationId: 'org-1', transport, recording: { isEnabled: false },
    agent: {
      id: 'agent-1', versionId: 'version-1', version: 1, name: 'Ada', instructions: 'Be kind.', greeting: 'Hello, how can I help you?', language: 'en',
      knowledge: [], ...setup.agent, turnTaking: { ...setup.turnTaking },
    },
    routes: { vad: route('vad', setup.vad), stt: route('stt', setup.stt), turn: route('turn', setup.turn), llm: route('llm', setup.llm), tts: route('tts', setup.tts) },
  });
}
