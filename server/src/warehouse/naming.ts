/** What fails in reading a file says which one it was: of a failed read Node itself does not. */
export const naming = <T>(path: string, reading: Promise<T>): Promise<T> =>
  reading.catch((cause: unknown) => {
    throw cause instanceof Error && "syscall" in cause ? Object.assign(cause, { path }) : cause;
  });
