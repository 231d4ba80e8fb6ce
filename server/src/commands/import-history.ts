import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { importHistory as importEvents } from "#features/analytics/index.ts";
import { AppError } from "#kernel/errors.ts";
import { loadConfig } from "#platform/config/config.ts";
import { asOwner } from "./as-owner.ts";
import type { Command } from "./command.ts";
import { Misuse } from "./misuse.ts";
import { withDatabase } from "./with-database.ts";

/** Brings clicks and conversions of the past to a handle, as `POST /analytics/import` does. */
export const importHistory: Command = {
  name: "import history",
  summary: "bring clicks and conversions of the past to a handle",
  usage: "FILE --handle HANDLE --batch KEY [--dry-run] [--on-error fail|skip]",
  details: [
    "FILE               a JSON object a line, as docs/guides/import-history.md has them",
    "--handle HANDLE    whose history it becomes",
    "--batch KEY        names what is in the file; a key is used once for ever, and the same one again adds nothing",
    "--dry-run          say what would be, and leave nothing",
    "--on-error WHAT    with a line that is refused: fail (default) imports nothing, skip leaves it out",
    "exit code: 0 imported, or it had been, 1 nothing was, or lines were left out, 2 called wrongly",
  ],
  options: {
    handle: { type: "string" },
    batch: { type: "string" },
    "dry-run": { type: "boolean" },
    "on-error": { type: "string" },
  },
  takesFiles: true,
  run: async ({ values, positionals }, surroundings) => {
    const [file, ...others] = positionals;
    const { handle, batch, "on-error": onError = "fail" } = values;
    if (file === undefined || others.length > 0) throw new Misuse("Name one file.");
    if (typeof handle !== "string") throw new Misuse("Name the handle with --handle.");
    if (typeof batch !== "string" || !/^[\x21-\x7e]{1,128}$/.test(batch))
      throw new Misuse(
        "Name what is in the file with --batch: up to 128 visible ASCII characters, without spaces.",
      );
    if (onError !== "fail" && onError !== "skip") throw new Misuse("--on-error is fail or skip.");
    if (!(await stat(file).catch(() => undefined))?.isFile()) throw new Misuse(`There is no file ${file}.`);
    const { dataDir, retentionDays } = loadConfig(surroundings.env);
    const eventsFolder = join(dataDir, "events");
    const options = { batchKey: batch, isDryRun: values["dry-run"] === true, onError } as const;
    try {
      const report = await withDatabase(surroundings, async (deps) => {
        const upload = { type: "application/x-ndjson", bytes: Readable.toWeb(createReadStream(file)) };
        return importEvents(
          { ...deps, eventsFolder, retentionDays },
          await asOwner(deps, handle),
          upload,
          options,
        );
      });
      const { events, failed, replayed } = report;
      const would = options.isDryRun ? "would be " : "";
      const text = replayed
        ? `${batch} had been imported: ${events} events. Nothing was added.`
        : `${events} events ${would}imported, ${failed} lines refused.`;
      return {
        exitCode: failed === 0 || replayed ? 0 : 1,
        report: { ...report, dryRun: options.isDryRun },
        text,
      };
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code === "internal_error") throw thrown;
      const { code, message, details } = thrown;
      const faults = (details["details"] ?? []) as readonly {
        readonly path: string;
        readonly message: string;
      }[];
      const lines = faults.map((fault) => `line ${fault.path}: ${fault.message}`);
      return {
        exitCode: 1,
        report: { error: code, message, details: faults },
        text: [message, ...lines].join("\n"),
      };
    }
  },
};
