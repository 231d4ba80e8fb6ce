import { openBlobs } from "#platform/blobs/open-blobs.ts";
import { loadConfig } from "#platform/config/config.ts";
import { checkBackup } from "./backup/check-backup.ts";
import { readManifest } from "./backup/manifest.ts";
import { openPlace } from "./backup/open-place.ts";
import { Damaged } from "./backup/place.ts";
import { requireEmpty } from "./backup/require-empty.ts";
import { requireKnownSchema, requireSameKeys } from "./backup/require-restorable.ts";
import { restoreBackup } from "./backup/restore-backup.ts";
import type { Command, Given, Surroundings } from "./command.ts";
import { Misuse } from "./misuse.ts";

/** Makes an installation of a backup, where there is none. */
export const restoreCommand: Command = {
  name: "restore",
  summary: "make an installation of a backup, in an empty data folder",
  usage: "--from DIR|s3://BUCKET/PREFIX [--backup ID] [--passphrase-file FILE]",
  details: [
    "--from PLACE             where the backups are",
    "--backup ID              which; the newest when absent",
    "--passphrase-file FILE   the first line of FILE opens sealed backups",
    "The environment says where to, as it does for a start: DATA_DIR, DATABASE_URL, CLICKHOUSE_URL and BLOBS, all empty but a",
    "bucket of blobs. Every byte is compared with its hash first. A backup of an older version is brought up to date, one of a",
    "newer version is refused; SQLite and PostgreSQL take each other's. What was revoked since the backup works again.",
    "exit code: 0 done, 1 not done: nothing starts on the folder then, 2 called wrongly",
  ],
  options: {
    from: { type: "string" },
    backup: { type: "string" },
    "passphrase-file": { type: "string" },
  },
  run: async (given, surroundings) => {
    try {
      return await restore(given, surroundings);
    } catch (cause) {
      if (!(cause instanceof Damaged)) throw cause;
      return { exitCode: 1, report: { damage: [cause.message] }, text: `Not restored. ${cause.message}` };
    }
  },
};

async function restore({ values }: Given, { env, progress }: Surroundings) {
  const { from, backup } = values;
  if (typeof from !== "string") throw new Misuse("Say from where with --from.");
  const config = loadConfig(env);
  const place = await openPlace(from, env, values);
  const manifest = await readManifest(place, typeof backup === "string" ? backup : undefined);
  await requireKnownSchema(manifest);
  requireSameKeys(manifest, env);
  await requireEmpty(config);
  const damage = await checkBackup(place, manifest, progress);
  if (damage.length > 0)
    return { exitCode: 1, report: { damage }, text: `Nothing was restored.\n${damage.join("\n")}` } as const;
  const blobs = await openBlobs(config.blobs, config.dataDir);
  const restored = await restoreBackup(place, manifest, { ...config, blobs }, progress);
  const { id, startedAt } = manifest;
  const text = `Restored backup ${id}, as of ${startedAt}: ${restored.events} events, ${restored.blobs} blobs. It can be started.`;
  return { exitCode: 0, report: { id, startedAt, ...restored }, text } as const;
}
