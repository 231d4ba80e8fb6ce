/** What somebody waits for who wants to know how the program is, because something in it may hang. */
const READ_MS_MAX = 2_000;

/**
 * What is read, or something else where it cannot be, or not in two seconds: a figure that is missing must not hide the
 * others.
 */
export async function readOr<T>(otherwise: T, read: () => T | Promise<T>): Promise<T> {
  const late = Promise.withResolvers<T>();
  const timer = setTimeout(late.resolve, READ_MS_MAX, otherwise);
  try {
    return await Promise.race([read(), late.promise]);
  } catch {
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}
