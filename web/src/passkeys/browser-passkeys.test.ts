import { afterEach, expect, test, vi } from 'vitest';
import { failureOf, passkeyHindrance } from './browser-passkeys.js';
import { creationOptionsOf, jsonOf, requestOptionsOf } from './passkey-json.js';

afterEach(() => { vi.unstubAllGlobals(); });

const named = (name: string) => new DOMException('', name);

test('what browsers call their refusals is told apart, a no from no answer by the time that has passed', () => {
  expect(['InvalidStateError', 'SecurityError', 'NotSupportedError', 'ConstraintError', 'AbortError', 'UnknownError'].map((name) => failureOf(named(name), 0))).toEqual(['known', 'origin', 'unsuitable', 'unsuitable', 'cancelled', 'fault']);
  expect([3_000, 299_500].map((passedMs) => failureOf(named('NotAllowedError'), passedMs, 300_000))).toEqual(['cancelled', 'timeout']);
  expect(failureOf(named('NotAllowedError'), 900_000)).toBe('cancelled');
});

test('a page without passkeys is told from a browser without them', () => {
  vi.stubGlobal('isSecureContext', false);
  expect(passkeyHindrance()).toBe('insecure');
  vi.stubGlobal('isSecureContext', true);
  expect(passkeyHindrance()).toBe('unsupported');
  vi.stubGlobal('PublicKeyCredential', class {});
  expect(passkeyHindrance()).toBeUndefined();
});

test('where the browser does not read or write the JSON of passkeys, it is done as it would', () => {
  vi.stubGlobal('PublicKeyCredential', class {});
  const bytes = new Uint8Array([0, 251, 255, 62, 63]);
  const text = 'APv_Pj8';
  const creation = creationOptionsOf({ challenge: text, rp: { id: 'localhost', name: 'Parley' }, user: { id: text, name: 'ada', displayName: 'Ada' }, pubKeyCredParams: [], excludeCredentials: [{ id: text, type: 'public-key', transports: ['usb'] }], timeout: 7 });
  expect(creation).toEqual({ challenge: bytes, rp: { id: 'localhost', name: 'Parley' }, user: { id: bytes, name: 'ada', displayName: 'Ada' }, pubKeyCredParams: [], excludeCredentials: [{ id: bytes, type: 'public-key', transports: ['usb'] }], timeout: 7 });
  expect(requestOptionsOf({ challenge: text, rpId: 'localhost' })).toEqual({ challenge: bytes, rpId: 'localhost', allowCredentials: [] });
  const credential = { id: text, rawId: bytes.buffer, type: 'public-key', getClientExtensionResults: () => ({}) };
  const shared = { id: text, rawId: text, type: 'public-key', clientExtensionResults: {} };
  // Some password managers answer objects of their own, without `toJSON` and `getTransports`.
  expect(jsonOf({ ...credential, response: { clientDataJSON: bytes.buffer, attestationObject: bytes.buffer } } as unknown as PublicKeyCredential)).toEqual({ ...shared, response: { clientDataJSON: text, attestationObject: text, transports: [] } });
  expect(jsonOf({ ...credential, toJSON: () => { throw new TypeError('Illegal invocation'); }, response: { clientDataJSON: bytes.buffer, authenticatorData: bytes.buffer, signature: bytes.buffer, userHandle: bytes.buffer } } as unknown as PublicKeyCredential)).toEqual({ ...shared, response: { clientDataJSON: text, authenticatorData: text, signature: text, userHandle: text } });
});
