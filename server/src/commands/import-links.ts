import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import pino from "pino";
import { importExport } from "#features/links/index.ts";
import { AppError } from "#kernel/errors.ts";
import { loadConfig } from "#platform/config/config.ts";
import { openDenyList } from "#platform/deny-list/open-deny-list.ts";
import { createPasswordHasher } from "#platform/password-hasher.ts";
import { asOwner } from "./as-owner.ts";
import type { Command, Given, Outcome, Surroundings } from "./command.ts";
import { Misuse } from "./misuse.ts";
import { withDatabase } from "./with-database.ts";

/** Whose exports there is a command for, and what each service calls the file. */
const SERVICES = {
  kutt: "Kutt: the JSON of its API (GET /api/v2/links), or its table of links as CSV",
  shlink: "Shlink: the CSV of its web client, or the JSON of its API (GET /rest/v3/short-urls)",
  yourls:
    "YOURLS: its table yourls_url as CSV, its export plugin's CSV, or the JSON of its API (action=stats)",
  dub: "Dub: the CSV of its dashboard, or the JSON of its API (GET /links)",
  bitly: "Bitly: the CSV of its web application, or the JSON of its API (GET /v4/groups/…/bitlinks)",
} as const;
type Service = keyof typeof SERVICES;

const SHOWN_MAX = 100;
const CONFLICTS = ["update", "skip", "fail"] as const;
const SLUGS = ["strict", "adapt"] as const;

/** A command for each service: brings its links to a handle, in the name of the handle's owner. */
export const importLinksCommands: readonly Command[] = (Object.keys(SERVICES) as Service[]).map(
  (service) => ({
    name: `import ${service}`,
    summary: `bring the links of an export of ${service} to a handle`,
    usage: "FILE --handle HANDLE [--dry-run] [--on-conflict update|skip|fail] [--slugs strict|adapt]",
    details: [
      SERVICES[service],
      "--handle HANDLE       whose links they become; they count as written by its owner",
      "--dry-run             say what would be, and leave nothing",
      "--on-conflict WHAT    with a link that is there already: update (default), skip or fail",
      "--slugs HOW           adapt makes a slug of one that cannot be kept; strict (default) refuses its row",
      "Rows are written as they are read. A row that is refused is named and holds up no other; the same file may come again.",
      "exit code: 0 every row is in, 1 some are not, 2 called wrongly",
    ],
    options: {
      handle: { type: "string" },
      "dry-run": { type: "boolean" },
      "on-conflict": { type: "string" },
      slugs: { type: "string" },
    },
    takesFiles: true,
    run: (given, surroundings) => run(service, given, surroundings),
  }),
);

async function run(
  format: Service,
  { values, positionals }: Given,
  surroundings: Surroundings,
): Promise<Outcome> {
  const [file, ...others] = positionals;
  const { handle } = values;
  if (file === undefined || others.length > 0) throw new Misuse("Name one file.");
  if (typeof handle !== "string") throw new Misuse("Name the handle with --handle.");
  if (!(await stat(file).catch(() => undefined))?.isFile()) throw new Misuse(`There is no file ${file}.`);
  const options = {
    isDryRun: values["dry-run"] === true,
    onConflict: oneOf(CONFLICTS, "on-conflict", values["on-conflict"]),
    slugs: oneOf(SLUGS, "slugs", values["slugs"]),
  };
  const { addresses, deniedDestinations: hosts, denyFile } = loadConfig(surroundings.env);
  const log = pino({ level: "silent" });
  await using denyList = await openDenyList({ hosts, file: denyFile, log });
  const failed: {
    readonly row: number;
    readonly line: number;
    readonly slug: string | null;
    readonly message: string;
  }[] = [];
  let done = 0;
  try {
    const summary = await withDatabase(surroundings, async (deps) =>
      importExport(
        { ...deps, addresses, denyList, log, passwords: createPasswordHasher() },
        await asOwner(deps, handle),
        createReadStream(file),
        {
          ...{ ...options, format },
          onResults: (results) => {
            done += results.length;
            surroundings.progress(`${done} rows`);
            for (const { row, line, slug, error } of results)
              if (error !== undefined) failed.push({ row, line, slug, message: error.message });
          },
        },
      ),
    );
    return outcomeOf(summary, failed, options.isDryRun);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code === "internal_error") throw thrown;
    return { exitCode: 1, report: { error: thrown.code, message: thrown.message }, text: thrown.message };
  }
}

type Failed = {
  readonly row: number;
  readonly line: number;
  readonly slug: string | null;
  readonly message: string;
};

function outcomeOf(
  summary: Awaited<ReturnType<typeof importExport>>,
  failed: readonly Failed[],
  isDryRun: boolean,
): Outcome {
  const { rows, created, updated, unchanged, skipped, stopped, ignoredColumns } = summary;
  const lines = failed
    .slice(0, SHOWN_MAX)
    .map(({ line, slug, message }) => `line ${line}${slug === null ? "" : ` (${slug})`}: ${message}`);
  if (failed.length > SHOWN_MAX) lines.push(`… and ${failed.length - SHOWN_MAX} more; --json has all.`);
  if (stopped !== null) lines.push(`Stopped after row ${stopped.afterRow}: ${stopped.message}`);
  if (ignoredColumns.length > 0) lines.push(`Not kept: ${ignoredColumns.join(", ")}.`);
  const would = isDryRun ? "would be " : "";
  lines.push(
    `Of ${rows} rows ${would}created ${created}, updated ${updated}, unchanged ${unchanged}, skipped ${skipped}, refused ${failed.length}.`,
  );
  const exitCode = failed.length === 0 && stopped === null ? 0 : 1;
  const report = { ...summary, dryRun: isDryRun, errors: failed };
  return { exitCode, report, text: lines.join("\n") };
}

function oneOf<const All extends readonly [string, ...string[]]>(
  all: All,
  option: string,
  given: string | boolean | undefined,
): All[number] {
  const [first] = all;
  if (given === undefined) return first;
  const found = all.find((one) => one === given);
  if (found === undefined) throw new Misuse(`--${option} is one of ${all.join(", ")}.`);
  return found;
}
