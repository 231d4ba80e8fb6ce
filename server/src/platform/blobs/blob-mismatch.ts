/** What arrived is not what was announced. The message may be shown to whoever sent it. */
export class BlobMismatch extends Error {
  override readonly name = "BlobMismatch";
}
