/** These are said of a file, and are of the process. */
const OF_THE_PROCESS: readonly unknown[] = ["EMFILE", "ENFILE"];

/** A segment's file cannot be read, or is not there: others, and the warehouse, may be as well as ever. */
export class UnreadableSegment extends Error {
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super("A file of the event log cannot be read.", { cause });
    this.path = path;
  }

  /** What is read of a segment's file; rejects with this where the file system fails. */
  static async unless<T>(path: string, reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (cause) {
      const isFiles = cause instanceof Error && "syscall" in cause;
      if (isFiles && !("code" in cause && OF_THE_PROCESS.includes(cause.code)))
        throw new UnreadableSegment(path, cause);
      throw cause;
    }
  }
}
