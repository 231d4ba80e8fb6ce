/** What is read, or something else where it cannot be: a figure that is missing must not hide the others. */
export async function readOr<T>(otherwise: T, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch {
    return otherwise;
  }
}
