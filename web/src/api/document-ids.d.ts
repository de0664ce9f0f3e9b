/** Made by the build: the id of each operation by its name; nothing while served from source. */
declare module 'virtual:document-ids' {
  export const documentIds: Readonly<Record<string, string>>;
}
