import { AppError } from "#kernel/errors.ts";

/** A tenant. Its name can change, its id cannot. */
export type Handle = Profile & {
  readonly handleId: string;
  readonly handle: string;
  readonly ownerUserId: string;
  /** Counts every change of the handle, its profile and who works in it. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** What the handle shows of itself. */
export type Profile = {
  readonly displayName: string | null;
  readonly bio: string | null;
  readonly avatarUrl: string | null;
  readonly theme: string | null;
};

/** The same handle, one change later. */
export const changed = (before: Handle, change: Partial<Handle>, now: Date): Handle => ({
  ...before,
  ...change,
  version: before.version + 1,
  updatedAt: now,
});

/** The same for a name that is another's, one that was a deleted handle's, and one whose ninety days are not over. */
export const nameTaken = (name: string) => new AppError("conflict", `The handle "${name}" is taken.`);
