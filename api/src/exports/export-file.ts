/** A file that is sent as it is read. */
export interface ExportFile {
  readonly mediaType: string;
  /** What it is called where it is kept. */
  readonly name: string;
  /** Whether there is more than the file has. */
  readonly isTruncated: boolean;
  /** The file, a page of rows at a time; each is read when the one before it was taken. */
  readonly parts: AsyncGenerator<string, void>;
}
