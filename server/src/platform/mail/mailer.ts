/** A message to one person, in plain words. */
export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};

/** Sends later, in the background, so that no answer tells by its time whether there was anyone to write to. */
export type Mailer = AsyncDisposable & { readonly send: (mail: Mail) => void };
