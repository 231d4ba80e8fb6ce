/** What is known of a job since this process started. */
export type JobStanding = {
  readonly name: string;
  readonly runs: number;
  readonly failures: number;
  readonly secondsTotal: number;
  /** Epoch milliseconds; `null`: not yet. */
  readonly lastSuccessAt: number | null;
  readonly lastFailureAt: number | null;
};

type Run = { readonly name: string; readonly seconds: number; readonly isFailure: boolean };

/** What came of the turns of jobs, so that somebody can see which one no longer succeeds. */
export class JobLog {
  readonly #jobs = new Map<string, JobStanding>();

  note({ name, seconds, isFailure }: Run): void {
    const known = this.#jobs.get(name);
    const now = Date.now();
    this.#jobs.set(name, {
      name,
      runs: (known?.runs ?? 0) + 1,
      failures: (known?.failures ?? 0) + Number(isFailure),
      secondsTotal: (known?.secondsTotal ?? 0) + seconds,
      lastSuccessAt: isFailure ? (known?.lastSuccessAt ?? null) : now,
      lastFailureAt: isFailure ? now : (known?.lastFailureAt ?? null),
    });
  }

  /** By name. */
  list(): readonly JobStanding[] {
    return [...this.#jobs.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
