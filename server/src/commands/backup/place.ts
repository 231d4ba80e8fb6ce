/** Where backups are kept: objects under names such as `blobs/ab/cd…`, each whole or absent. */
export type Place = {
  /** As a person would name it; without secrets. */
  readonly name: string;
  /** Resolves when the object outlives this process and this machine's power; one of that name is replaced. */
  readonly write: (name: string, body: AsyncIterable<Uint8Array>) => Promise<void>;
  /** `undefined` where there is none. Rejects while it is read when the object is known not to be what was written. */
  readonly read: (name: string) => Promise<AsyncIterable<Uint8Array> | undefined>;
  /** What `list` calls the object of this name. */
  readonly listedAs: (name: string) => string;
  /** What is there and begins so, in no order. */
  readonly list: (prefix: string) => AsyncIterable<string>;
  /** By the name that `list` has for it; also where there is none. */
  readonly removeListed: (listed: string) => Promise<void>;
  /** What `list` does not show: of objects whose writer died, the beginnings to which nothing was added since `before`. */
  readonly removeDrafts: (before: Date) => Promise<void>;
};

/** An object that is not what was written, or not there. The message names it. */
export class Damaged extends Error {
  override readonly name = "Damaged";
}
