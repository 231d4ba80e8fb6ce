/** What came of calling a function's target. A message may hold what only the function's operators are shown. */
export type CallResult = {
  readonly log: string;
} & (
  | {
      readonly status: number;
      readonly headers: Iterable<readonly [name: string, value: string]>;
      readonly body: Uint8Array<ArrayBuffer>;
    }
  | {
      readonly error: string;
      readonly message: string;
      /** Whether the target is to blame rather than this one request. */
      readonly isTargets: boolean;
    }
);
