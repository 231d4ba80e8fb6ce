import type { Logger } from "pino";
import type { VisitEvent } from "#kernel/visit-event.ts";

export type EventListener = (events: readonly VisitEvent[]) => void;

/** Where what visitors do is written before they are answered. */
export type EventLog = AsyncDisposable & {
  /** Resolves once the event outlives this process (`os`) or the machine's power (`fsync`). Rejected: it was not kept. */
  readonly append: (event: VisitEvent) => Promise<void>;
  /** Rejects while nothing can be appended. Nothing is left of the attempt. */
  readonly probe: () => Promise<void>;
  /** Tells of events once they are kept, those of one turn together, until it is disposed of. The listener must not throw. */
  readonly listen: (listener: EventListener) => Disposable;
  /** Makes everything appended so far shippable now. */
  readonly sealNow: () => Promise<void>;
  /** Epoch milliseconds before which every event of this folder, as far as this process can see, has been shipped. */
  readonly oldestUnshippedAt: () => number | undefined;
};

export type EventLogOptions = {
  readonly folder: string;
  readonly durability: "os" | "fsync";
  /** Called once when the disk fails a sync: what it holds is unknown, so the process should end. */
  readonly onFatal: (error: Error) => void;
  /** Told while what was appended cannot be sealed, at once and every minute. */
  readonly log?: Pick<Logger, "error">;
  readonly sealAfterMs?: number;
  readonly sealAfterBytes?: number;
  readonly syncAfterMs?: number;
};
