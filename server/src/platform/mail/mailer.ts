/** A message to one person, in plain words. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for whoever reads mail as pages. */
  readonly html?: string;
  /** In small letters: what programs that handle mail are told. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Without brackets. A mail that is sent twice has the same, so that it can be known for one. */
  readonly messageId?: string;
};

/** Sends later, in the background, so that no answer tells by its time whether there was anyone to write to. */
export type Mailer = AsyncDisposable & {
  readonly send: (mail: Mail) => void;
  /**
   * Tries once, for whoever keeps the mail until it has arrived. Rejects with `MailRefused` where trying again is useless,
   * with anything else where it is not.
   */
  readonly deliver: (mail: Mail) => Promise<void>;
};
