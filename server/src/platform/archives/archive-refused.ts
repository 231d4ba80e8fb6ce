/** An archive that is broken, lies about itself or holds what no site has; the message may be shown to whoever sent it. */
export class ArchiveRefused extends Error {
  override readonly name = "ArchiveRefused";
  /** Whether it is only too much. */
  readonly isTooLarge: boolean;

  constructor(
    message: string,
    { isTooLarge = false, cause }: { isTooLarge?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.isTooLarge = isTooLarge;
  }
}
