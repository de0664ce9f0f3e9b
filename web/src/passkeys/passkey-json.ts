/** What goes to and comes from the server of a passkey, as `toJSON()` of the Web Authentication API writes it. */
export interface PasskeyJson {
  readonly id: string;
  readonly response: object;
}

/** Older browsers know passkeys, and not their JSON. */
type PasskeyApi = Partial<Pick<typeof PublicKeyCredential, 'parseCreationOptionsFromJSON' | 'parseRequestOptionsFromJSON'>>;

const api = (): PasskeyApi => PublicKeyCredential;

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

const textOf = (bytes: ArrayBuffer): string => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const descriptors = (list: readonly PublicKeyCredentialDescriptorJSON[] = []) => list.map((descriptor) => ({ ...descriptor, id: bytesOf(descriptor.id) }));

/** For `navigator.credentials.create`. */
export function creationOptionsOf(json: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
  const parsed = api().parseCreationOptionsFromJSON?.(json);
  return parsed ?? { ...json, challenge: bytesOf(json.challenge), user: { ...json.user, id: bytesOf(json.user.id) }, excludeCredentials: descriptors(json.excludeCredentials) } as PublicKeyCredentialCreationOptions;
}

/** For `navigator.credentials.get`. */
export function requestOptionsOf(json: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  const parsed = api().parseRequestOptionsFromJSON?.(json);
  return parsed ?? { ...json, challenge: bytesOf(json.challenge), allowCredentials: descriptors(json.allowCredentials) } as PublicKeyCredentialRequestOptions;
}

function responseOf(response: AuthenticatorAttestationResponse | AuthenticatorAssertionResponse): object {
  const clientDataJSON = textOf(response.clientDataJSON);
  if ('attestationObject' in response) return { clientDataJSON, attestationObject: textOf(response.attestationObject), transports: (response as Partial<AuthenticatorAttestationResponse>).getTransports?.() ?? [] };
  const { authenticatorData, signature, userHandle } = response;
  return { clientDataJSON, authenticatorData: textOf(authenticatorData), signature: textOf(signature), ...(userHandle ? { userHandle: textOf(userHandle) } : {}) };
}

/** What the browser answered, for the server. */
export function jsonOf(credential: PublicKeyCredential): PasskeyJson {
  // Older browsers have no `toJSON`; password managers that stand in for the browser may have one that fails.
  try { return credential.toJSON() as PasskeyJson; } catch { /* Then by hand. */ }
  return {
    id: credential.id, rawId: textOf(credential.rawId), type: credential.type, clientExtensionResults: credential.getClientExtensionResults(),
    response: responseOf(credential.response as AuthenticatorAttestationResponse | AuthenticatorAssertionResponse),
  } as PasskeyJson;
}
