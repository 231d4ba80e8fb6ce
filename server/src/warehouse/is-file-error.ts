export type FileError = Error & { readonly path: string };

/** These are said of a file, and are of the process. */
const OF_THE_PROCESS: readonly unknown[] = ["EMFILE", "ENFILE"];

/** Whether something failed for one file, which it names: others, and the warehouse, may be as well as ever. */
export const isFileError = (cause: unknown): cause is FileError =>
  cause instanceof Error &&
  "syscall" in cause &&
  "path" in cause &&
  !("code" in cause && OF_THE_PROCESS.includes(cause.code));
