import type { LlmMessage, LlmToolCall } from '@parley/plugin-host';
import { CALL_LIMITS } from '../call/limits.js';
import { heardOf } from './heard.js';
import type { Utterance } from './utterance.js';

type Entry =
  | { readonly type: 'caller'; readonly text: string }
  | { readonly type: 'agent'; readonly utterance: Utterance }
  /** An agent's turn that is over: its words are final, and its audio and pieces need not be kept. */
  | { readonly type: 'said'; readonly text: string; readonly isInterrupted: boolean }
  | {
      readonly type: 'tools'; readonly utterance: Utterance; readonly calls: readonly LlmToolCall[]; readonly results: Map<string, string>;
      /** Offsets in the utterance's generated text: what was written before these calls, and after the ones before. */
      readonly textStart: number; readonly textEnd: number;
    };

/** Not part of the conversation: they answer nothing and would only be repeated. */
const ASIDES: ReadonlySet<Utterance['purpose']> = new Set(['FILLER', 'WARNING']);

/** What was said, as both sides know it: the caller's words, and of the agent's those that were heard. */
export class Conversation {
  #entries: Entry[] = [];
  readonly #sampleRateHz: number;

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
  }

  addCaller(text: string): void {
    this.#add({ type: 'caller', text });
  }

  /** Its heard text is read whenever messages are built, so it may be added before a word of it was played. */
  addAgent(utterance: Utterance): void {
    if (!ASIDES.has(utterance.purpose)) this.#add({ type: 'agent', utterance });
  }

  /**
   * Calls made in the course of an utterance; their results join as they arrive, through the function that is answered.
   * They stand before the utterance, whose last words rest on them.
   */
  addTools(utterance: Utterance, calls: readonly LlmToolCall[]): (toolCallId: string, resultJson: string) => void {
    const results = new Map<string, string>();
    const before = this.#entries.findLast((entry) => entry.type === 'tools' && entry.utterance === utterance);
    const textStart = before?.type === 'tools' ? before.textEnd : 0;
    const index = this.#entries.findIndex((entry) => entry.type === 'agent' && entry.utterance === utterance);
    this.#entries.splice(index < 0 ? this.#entries.length : index, 0, { type: 'tools', utterance, calls, results, textStart, textEnd: utterance.generatedText.length });
    return (toolCallId, resultJson) => { results.set(toolCallId, resultJson); };
  }

  /** The agent's last words as heard; empty before the first. */
  lastAgentText(): string {
    const entry = this.#entries.findLast((candidate) => candidate.type === 'agent' || candidate.type === 'said');
    if (entry?.type === 'said') return entry.text;
    return entry?.type === 'agent' ? heardOf(entry.utterance, this.#sampleRateHz).text : '';
  }

  /** `running` is being generated: its words before a tool call are about to be spoken, so they count as said. */
  messages(running?: Utterance): LlmMessage[] {
    const messages: LlmMessage[] = [];
    this.#settle();
    for (const entry of this.#entries) {
      if (entry.type === 'caller') addText(messages, { role: 'user', text: entry.text });
      else if (entry.type === 'said') addSaid(messages, entry);
      else if (entry.type === 'tools') {
        addTools(messages, entry.calls, entry.results, entry.utterance === running ? running.generatedText.slice(entry.textStart, entry.textEnd).trim() : '');
      } else if (entry.utterance !== running) addSaid(messages, this.#said(entry.utterance));
    }
    return messages;
  }

  /** The messages as they would be were this the caller's next turn. */
  messagesWith(callerText: string): LlmMessage[] {
    const messages = this.messages();
    addText(messages, { role: 'user', text: callerText });
    return messages;
  }

  #said(utterance: Utterance): { readonly type: 'said'; readonly text: string; readonly isInterrupted: boolean } {
    return { type: 'said', text: heardOf(utterance, this.#sampleRateHz).text, isInterrupted: utterance.state === 'CUT' };
  }

  #settle(): void {
    this.#entries = this.#entries.map((entry) => entry.type === 'agent' && entry.utterance.isOver ? this.#said(entry.utterance) : entry);
  }

  #add(entry: Entry): void {
    this.#entries.push(entry);
    if (this.#entries.length > CALL_LIMITS.contextMessagesMax) this.#entries.shift();
  }
}

function addSaid(messages: LlmMessage[], { text, isInterrupted }: { readonly text: string; readonly isInterrupted: boolean }): void {
  // Nothing heard: nothing was said.
  if (text !== '') addText(messages, { role: 'assistant', text, ...(isInterrupted ? { isInterrupted } : {}) });
}

/** Models expect the sides to take turns: what one side said in a row becomes one message. */
function addText(messages: LlmMessage[], message: Extract<LlmMessage, { role: 'user' | 'assistant' }>): void {
  const last = messages.at(-1);
  if (last?.role === 'user' && message.role === 'user') messages[messages.length - 1] = { role: 'user', text: `${last.text} ${message.text}` };
  else if (last?.role === 'assistant' && message.role === 'assistant' && last.toolCalls === undefined) {
    messages[messages.length - 1] = { ...message, text: `${last.text} ${message.text}` };
  } else messages.push(message);
}

function addTools(messages: LlmMessage[], calls: readonly LlmToolCall[], results: ReadonlyMap<string, string>, text: string): void {
  const done = calls.filter((call) => results.has(call.id));
  if (done.length === 0) return;
  messages.push({ role: 'assistant', text, toolCalls: done });
  for (const call of done) messages.push({ role: 'tool', toolCallId: call.id, resultJson: results.get(call.id)! });
}
