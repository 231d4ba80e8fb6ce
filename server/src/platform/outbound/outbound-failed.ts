const MESSAGES = {
  dns: "The host name could not be resolved.",
  connect: "The connection could not be made, or broke.",
  timeout: "The answer took too long.",
  tls: "The TLS connection could not be made.",
  too_large: "The answer was too large.",
  protocol: "The answer was not understood.",
} as const;

export type FailureKind = keyof typeof MESSAGES;

/** A call that got no usable answer. The message can be shown; addresses and codes are in `cause` alone. */
export class OutboundFailed extends Error {
  override readonly name = "OutboundFailed";
  readonly kind: FailureKind;

  constructor(kind: FailureKind, cause?: unknown) {
    super(MESSAGES[kind], { cause });
    this.kind = kind;
  }
}
