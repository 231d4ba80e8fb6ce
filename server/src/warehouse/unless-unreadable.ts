import { UnreadableSegment } from "./unreadable-segment.ts";

/** Told of a segment that is left where it is, for a failure of its file. */
export type LeaveOut = (failure: UnreadableSegment) => void;

/** What the work gives; `undefined` where a segment cannot be read, which is told. */
export async function unlessUnreadable<T>(
  leaveOut: LeaveOut,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof UnreadableSegment)) throw cause;
    leaveOut(cause);
    return undefined;
  }
}
