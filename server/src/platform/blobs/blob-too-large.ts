/** More arrived than may. Thrown at the first byte too many. */
export class BlobTooLarge extends Error {
  override readonly name = "BlobTooLarge";
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`More than ${maxBytes} bytes.`);
    this.maxBytes = maxBytes;
  }
}
