/** Does the work for each item, a few at a time, and answers in the order of the items. The first failure ends it. */
export async function inParallel<T, R>(
  atOnce: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = Array<R>(items.length);
  const queue = items.entries();
  let hasFailed = false;
  const one = async () => {
    for (const [at, item] of queue) {
      if (hasFailed) return;
      try {
        results[at] = await work(item);
      } catch (cause) {
        hasFailed = true;
        throw cause;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return results;
}
