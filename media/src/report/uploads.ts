import { mkdir, rename, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Clock, PluginLogger, Timer } from '@parley/plugin-host';
import type { ApiLink, RecordingUpload } from './api-link.js';
import { backOffMs } from './back-off.js';
import { REPORT_LIMITS } from './limits.js';
import { toApiLinkError, type ApiLinkError } from './link-error.js';

export interface UploadsOptions {
  readonly link: Pick<ApiLink, 'uploadRecording'>;
  readonly clock: Clock;
  readonly logger: PluginLogger;
  /** Refused recordings are moved here. */
  readonly deadLettersFolder: string;
  /** api has the recording, or will never take it. Resolves once that is on record; only then is the file deleted. */
  readonly onDone: (upload: RecordingUpload) => Promise<void>;
}

/** Whether there is no such file. */
const isMissing = ({ cause }: ApiLinkError): boolean => (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';

/** Brings finished recordings to api, two at a time, for as long as it takes; an accepted file is deleted here. */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #queue: { readonly upload: RecordingUpload; failures: number }[] = [];
  #running = 0;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#queue.length + this.#running;
  }

  add(upload: RecordingUpload): void {
    this.#queue.push({ upload, failures: 0 });
    this.#pump();
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  #pump(): void {
    while (!this.#isClosed && !this.#timer && this.#running < REPORT_LIMITS.uploadsMax && this.#queue.length > 0) {
      const job = this.#queue.shift()!;
      this.#running += 1;
      void this.#run(job);
    }
  }

  /** Never rejects. */
  async #run(job: { readonly upload: RecordingUpload; failures: number }): Promise<void> {
    const { upload } = job;
    const fields = { callId: upload.callId, path: upload.path };
    try {
      await this.#options.link.uploadRecording(upload);
      await this.#options.onDone(upload);
      await unlink(upload.path).catch((error: unknown) => this.#options.logger.warn('an uploaded recording could not be deleted', { ...fields, error: String(error) }));
    } catch (thrown) {
      const error = toApiLinkError(thrown);
      if (isMissing(error)) {
        this.#options.logger.warn('a recording is not there any more: api has it, or somebody took it away', fields);
        await this.#options.onDone(upload);
      } else if (error.causeCode === 'bad-request' || error.causeCode === 'too-large') {
        this.#options.logger.warn('api refused a recording for good; the file is set aside', { ...fields, folder: this.#options.deadLettersFolder, error: error.message });
        await this.#setAside(upload);
        await this.#options.onDone(upload);
      } else if (error.causeCode !== 'closed') {
        job.failures += 1;
        if (job.failures === 1) this.#options.logger.warn('a recording could not be uploaded; it is tried again', { ...fields, cause: error.causeCode, error: error.message });
        this.#queue.push(job);
        this.#timer ??= this.#options.clock.setTimer(backOffMs(job.failures), () => { this.#timer = undefined; this.#pump(); });
      }
    } finally {
      this.#running -= 1;
      this.#pump();
    }
  }

  async #setAside(upload: RecordingUpload): Promise<void> {
    const { deadLettersFolder, logger } = this.#options;
    try {
      await mkdir(deadLettersFolder, { recursive: true });
      await rename(upload.path, join(deadLettersFolder, basename(upload.path)));
    } catch (error) {
      logger.warn('a refused recording could not be set aside', { callId: upload.callId, path: upload.path, error: String(error) });
    }
  }
}
