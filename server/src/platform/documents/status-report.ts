import type { Health } from "./health.ts";

/** Named values; a name says its unit. */
export type Figures = Readonly<Record<string, string | number | boolean | null>>;

/** What a running program knows of itself, for whoever runs it. Nothing in it is of a tenant or a visitor. */
export type StatusReport = {
  readonly status: Health["status"];
  readonly at: string;
  readonly checks: Health["checks"];
  readonly program: Figures;
  readonly database: Figures;
  readonly warehouse: Figures;
  readonly events: Figures;
  /** Seconds that the oldest entry of each queue has waited; `null` while the database does not say. */
  readonly queues: Readonly<Record<string, number>> | null;
  readonly disk: Figures;
  readonly memory: Readonly<Record<string, number>>;
  /** `null`: none is known. */
  readonly lastBackup: Figures | null;
  readonly jobs: readonly Figures[];
};
