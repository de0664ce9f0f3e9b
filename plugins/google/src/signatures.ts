/** Calls whose signatures are kept, of all conversations together; of more, the oldest are forgotten. */
const KEPT_MAX = 2_000;
/** What the vendor takes in place of a signature that is not there: for calls that another model made. */
const NOT_SIGNED = 'skip_thought_signature_validator';

/** What the vendor wants back with a call of a tool: the signature of the thought that led to it. */
export interface Signatures {
  keep(callId: string, signature: string | undefined): void;
  /** The signature of a call, as part of a message; of several calls at once only the first is signed. */
  partOf(callId: string, index: number): { readonly thoughtSignature?: string };
}

export function createSignatures(): Signatures {
  const kept = new Map<string, string | undefined>();
  return {
    keep(callId, signature) {
      kept.set(callId, signature);
      if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!);
    },
    partOf(callId, index) {
      if (!kept.has(callId)) return index === 0 ? { thoughtSignature: NOT_SIGNED } : {};
      const signature = kept.get(callId);
      return signature === undefined ? {} : { thoughtSignature: signature };
    },
  };
}
