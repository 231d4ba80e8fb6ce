type Line = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** The part of a pino logger that the warehouse uses. */
export type Log = { readonly info: Line; readonly warn: Line; readonly error: Line };
