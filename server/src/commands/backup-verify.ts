import { readManifest } from "./backup/manifest.ts";
import { openPlace } from "./backup/open-place.ts";
import { Damaged } from "./backup/place.ts";
import { verifyBackup } from "./backup/verify-backup.ts";
import type { Command, Given, Surroundings } from "./command.ts";
import { Misuse } from "./misuse.ts";

/** Proves that a backup can be restored, without touching the installation. */
export const backupVerify: Command = {
  name: "backup verify",
  summary: "restore a backup into a scratch folder, and prove counts and hashes",
  usage: "DIR|s3://BUCKET/PREFIX [--backup ID] [--passphrase-file FILE]",
  details: [
    "--backup ID              which; the newest when absent",
    "--passphrase-file FILE   the first line of FILE opens sealed backups",
    "Every byte is read and compared with its hash; database, events and keys are restored into the temporary folder and looked",
    "through: counts, integrity, references, and that every blob that is needed is there. Then the folder is removed.",
    "exit code: 0 it can be restored, 1 it cannot, 2 called wrongly",
  ],
  options: { backup: { type: "string" }, "passphrase-file": { type: "string" } },
  takesFiles: true,
  run: async (given, surroundings) => {
    const { id, damage } = await verify(given, surroundings);
    if (damage.length > 0)
      return { exitCode: 1, report: { id, isWhole: false, damage }, text: damage.join("\n") };
    return {
      exitCode: 0,
      report: { id, isWhole: true, damage },
      text: `Backup ${id} is whole and can be restored.`,
    };
  },
};

async function verify({ values, positionals }: Given, surroundings: Surroundings) {
  const [where, ...others] = positionals;
  if (where === undefined || others.length > 0) throw new Misuse("Name one place.");
  const { backup } = values;
  try {
    const place = await openPlace(where, surroundings.env, values);
    const manifest = await readManifest(place, typeof backup === "string" ? backup : undefined);
    return { id: manifest.id, damage: await verifyBackup(place, manifest, surroundings) };
  } catch (cause) {
    if (!(cause instanceof Damaged)) throw cause;
    return { id: typeof backup === "string" ? backup : null, damage: [cause.message] };
  }
}
