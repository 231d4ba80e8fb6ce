import { AppError } from "#kernel/errors.ts";

/** As many bodies as one handle may send at once, to one process. */
const AT_ONCE_MAX = 16;
const RETRY_AFTER_SECONDS = 2;

type UnderWay = { readonly stop: AbortController; readonly ended: Promise<void> };

/**
 * The uploads that this process is receiving. Of one file there is one at a time: whoever sends it again ends the one
 * before, which may be a connection that died unnoticed.
 */
export class UploadsUnderWay {
  readonly #byFile = new Map<string, UnderWay>();
  readonly #byHandle = new Map<string, number>();

  /** Throws 429 where the handle has too many; `signal` aborts when another takes the file over. */
  async run<T>(handleId: string, fileId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    for (let before = this.#byFile.get(fileId); before !== undefined; before = this.#byFile.get(fileId)) {
      before.stop.abort();
      await before.ended;
    }
    const count = this.#byHandle.get(handleId) ?? 0;
    if (count >= AT_ONCE_MAX) throw tooMany();
    this.#byHandle.set(handleId, count + 1);
    const stop = new AbortController();
    const ended = Promise.withResolvers<void>();
    this.#byFile.set(fileId, { stop, ended: ended.promise });
    try {
      return await work(stop.signal);
    } finally {
      this.#byFile.delete(fileId);
      const left = (this.#byHandle.get(handleId) ?? 1) - 1;
      if (left === 0) this.#byHandle.delete(handleId);
      else this.#byHandle.set(handleId, left);
      ended.resolve();
    }
  }
}

const tooMany = () =>
  new AppError(
    "rate_limited",
    `This handle is sending ${AT_ONCE_MAX} files already, the most there can be at once.`,
    {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    },
  );
