/** A mail that its server will not take, however often it is tried. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
  constructor(cause: unknown) {
    super("The mail server refuses this mail.", { cause });
  }
}
