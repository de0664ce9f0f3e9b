import { randomUUID } from 'node:crypto';
import type { BlockBlobClient } from '@azure/storage-blob';
import type { StorageUpload } from '@parley/plugin-sdk';

/** Pieces put together to blocks of a size; the last one is what is left. */
export async function* blocksOf(pieces: AsyncIterable<Uint8Array>, blockBytes: number): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const piece of pieces) {
    let rest = piece;
    while (heldBytes + rest.byteLength >= blockBytes) {
      const taken = blockBytes - heldBytes;
      yield Buffer.concat([...held, rest.subarray(0, taken)]);
      [held, heldBytes, rest] = [[], 0, rest.subarray(taken)];
    }
    held.push(rest);
    heldBytes += rest.byteLength;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

/**
 * Sends an object: one of a single block as it is, others block by block, one under way while the next is put together. It
 * is there when its list of blocks is; blocks that no list names are thrown away by the vendor, and never billed.
 */
export async function upload(blob: BlockBlobClient, { contentType, pieces, signal }: StorageUpload, blockBytes: number): Promise<{ readonly etag?: string | undefined }> {
  const options = { abortSignal: signal, blobHTTPHeaders: { blobContentType: contentType } };
  const ids: string[] = [];
  let staging: Promise<unknown> = Promise.resolve();
  const stage = async (block: Buffer): Promise<void> => {
    await staging;
    // Ids of one object have one length.
    const id = Buffer.from(randomUUID()).toString('base64');
    ids.push(id);
    staging = blob.stageBlock(id, block, block.length, { abortSignal: signal });
    staging.catch(() => undefined);
  };
  let last: Buffer | undefined;
  for await (const block of blocksOf(pieces, blockBytes)) {
    if (last) await stage(last);
    last = block;
  }
  if (ids.length === 0) return blob.upload(last ?? Buffer.alloc(0), last?.length ?? 0, options);
  await stage(last!);
  await staging;
  return blob.commitBlockList(ids, options);
}
