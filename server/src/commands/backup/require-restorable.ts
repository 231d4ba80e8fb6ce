import { Misuse } from "#commands/misuse.ts";
import type { Env } from "#platform/config/env.ts";
import { secretPlaces } from "#platform/config/secrets.ts";
import { type AppliedMigration, knownMigrations } from "#platform/database/migrate.ts";
import { isTextOf, knownWarehouseMigrations } from "#warehouse/migrate-warehouse.ts";
import { fingerprintOf } from "./copy-keys.ts";
import type { Manifest } from "./manifest.ts";

/** Throws `Misuse`, in words, for a backup that this program does not understand, as one of a newer version. */
export async function requireKnownSchema({ version, database, warehouse }: Manifest): Promise<void> {
  requireKnown(version, database.migrations, await knownMigrations());
  requireKnown(version, warehouse.migrations, await knownWarehouseMigrations(), isTextOf);
}

function requireKnown(
  version: string,
  had: readonly AppliedMigration[],
  known: readonly AppliedMigration[],
  isSame = (ours: string, theirs: string) => ours === theirs,
): void {
  for (const [index, { name, sha256 }] of had.entries()) {
    const ours = known[index];
    if (ours?.name === name && isSame(ours.sha256, sha256)) continue;
    throw new Misuse(
      ours === undefined
        ? `The backup was made by a newer version (${version}): it has ${name}, which this program does not know. Restore it with that version.`
        : `The backup was made by another program than this (${version}): its ${name} is not ours.`,
    );
  }
}

/** Throws `Misuse` when a key that the environment is to give is not there, or is another: what it sealed would stay shut. */
export function requireSameKeys({ keys }: Manifest, env: Env): void {
  for (const { variable, given } of secretPlaces(env)) {
    const had = keys[variable];
    if (had === undefined) continue;
    if (given === undefined && !had.isInBackup)
      throw new Misuse(`${variable} was given by the environment, and is not in the backup: set it.`);
    if (given !== undefined && fingerprintOf(given) !== had.fingerprint)
      throw new Misuse(`${variable} is set, and is not the key that the backup was made with.`);
  }
}
