import { Gauge, type Registry } from "prom-client";
import type { JobLog, JobStanding } from "#platform/jobs/job-log.ts";

type Figure = readonly [help: string, value: (job: JobStanding) => number | null];

const FIGURES: Readonly<Record<string, Figure>> = {
  job_runs_total: ["Turns of a job of the worker.", ({ runs }) => runs],
  job_failures_total: ["Turns of it that failed.", ({ failures }) => failures],
  job_seconds_total: ["How long its turns took together.", ({ secondsTotal }) => secondsTotal],
  job_last_success_timestamp_seconds: [
    "When it last succeeded, in seconds since 1970.",
    ({ lastSuccessAt }) => lastSuccessAt && lastSuccessAt / 1000,
  ],
};

/** Lets an operator see which of the jobs no longer succeeds. Its label is `task`: `job` is what Prometheus calls its targets. */
export function watchJobs(registry: Registry, jobs: JobLog): void {
  for (const [name, [help, value]] of Object.entries(FIGURES)) {
    new Gauge({
      name: `switchyard_${name}`,
      help,
      labelNames: ["task"],
      registers: [registry],
      collect() {
        for (const job of jobs.list()) {
          const figure = value(job);
          if (figure !== null) this.set({ task: job.name }, figure);
        }
      },
    });
  }
}
