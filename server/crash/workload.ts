/** What a workload is handed: the program as it runs now, and a token that may do everything. */
export type Place = {
  readonly port: number;
  readonly handle: string;
  readonly token: string;
  readonly random: () => number;
};

/** Something that keeps bytes and is told so, and can say afterwards what of it does not hold. */
export type Workload = {
  readonly name: string;
  /** One thing that a client does. Rejects when the line is cut, having noted what was and was not promised. */
  readonly act: (place: Place) => Promise<void>;
  /** What was promised and does not hold, asked of the program after it was started again. */
  readonly verify: (place: Place) => Promise<readonly string[]>;
  readonly promises: () => number;
  /** What happened, for the report. */
  readonly figures: () => Readonly<Record<string, number>>;
};
