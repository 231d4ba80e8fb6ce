import { AppError } from "#kernel/errors.ts";

/** Lets so many things be under way at once, of one handle and in this process: each holds memory or disk. */
export type Gate = {
  /** Throws 429 when there are too many; the caller calls what it returns at the end. */
  readonly enter: (handleId: string) => () => void;
};

export function createGate({ ofOne, ofAll }: { readonly ofOne: number; readonly ofAll: number }): Gate {
  const open = new Map<string, number>();
  let all = 0;
  return {
    enter: (handleId) => {
      const own = open.get(handleId) ?? 0;
      if (own >= ofOne || all >= ofAll) throw busy();
      open.set(handleId, own + 1);
      all += 1;
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        all -= 1;
        const left = (open.get(handleId) ?? 1) - 1;
        if (left === 0) open.delete(handleId);
        else open.set(handleId, left);
      };
    },
  };
}

const busy = () =>
  new AppError("rate_limited", "Others of its kind are under way; let one end first.", {
    retryAfterSeconds: 10,
  });
