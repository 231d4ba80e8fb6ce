import { AppError } from "#kernel/errors.ts";

/** False when the warehouse does not answer: it has said so itself, and the work is for the next turn. */
export async function unlessAway(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "unavailable") return false;
    throw thrown;
  }
}
