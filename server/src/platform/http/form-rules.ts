/** How an operation takes its body from a browser's form as well. */
export type FormRules = {
  /** The field of the body, a record of texts, for what its schema does not name. */
  readonly rest: string;
  readonly filesMax: number;
  /** Of one file. */
  readonly fileBytesMax: number;
};

/** A file of a form; its type is whatever its bytes say. */
export type FormFile = { readonly name: string; readonly bytes: Uint8Array };
