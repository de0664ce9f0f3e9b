/** The part of Node's global that is used here; the compiler's own declaration comes only with the browser's. */
declare namespace WebAssembly {
  interface Module { readonly __wasmModule?: never }
  interface Instance { readonly exports: Readonly<Record<string, unknown>> }
  const Instance: { new (module: Module, imports: Readonly<Record<string, unknown>>): Instance };
  function compile(bytes: Uint8Array): Promise<Module>;
}
