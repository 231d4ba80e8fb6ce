const MESSAGES = {
  url: "This is no address that can be called.",
  scheme: "Only http and https can be called.",
  credentials: "An address that is called may not carry a user name or a password.",
  port: "This port may not be called.",
  host: "This host may not be called.",
  header: "A header is malformed, or not for the caller to set.",
} as const;

/** A call that was never made. Says why without an address of ours, so it can be shown to whoever asked for the call. */
export class OutboundRefused extends Error {
  override readonly name = "OutboundRefused";
  readonly reason: keyof typeof MESSAGES;

  constructor(reason: keyof typeof MESSAGES, cause?: unknown) {
    super(MESSAGES[reason], { cause });
    this.reason = reason;
  }
}
