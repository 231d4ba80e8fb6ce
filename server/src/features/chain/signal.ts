/** What somebody has told of a session, as rules are asked of it. */
export type Signal = {
  readonly signalKey: string;
  readonly signalValue: string | null;
  /** From 0 to 1. */
  readonly confidence: number;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
};

/** A signal with all that is kept of it. */
export type KeptSignal = Signal & {
  readonly source: string | null;
  readonly metadata: JsonObject | null;
  /** When it came in. Epoch milliseconds. */
  readonly receivedAt: number;
};

export type JsonObject = Readonly<Record<string, unknown>>;

/** More than this no session holds, whoever sends and however many at once. */
export const SIGNALS_MAX = 200;
