import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { changed, type Handle, type Profile } from "./handle.ts";
import { getHandle, updateHandle } from "./store.ts";

export type ProfileChange = { readonly [K in keyof Profile]?: Profile[K] | undefined };

/** Changes the fields sent. Sending what is there already changes nothing, not even the version. */
export function updateProfile(
  deps: ControlDeps,
  actor: MemberActor,
  change: ProfileChange,
  ifMatch: number | undefined,
): Promise<Handle> {
  return mutate<Handle>(deps, actor, contract.updateProfile, async (tx, now) => {
    const before = await getHandle(readerOf(tx), actor.handleId);
    requireVersion("handle", before, ifMatch);
    const { displayName = before.displayName, bio = before.bio } = change;
    const { avatarUrl = before.avatarUrl, theme = before.theme } = change;
    const profile: Profile = { displayName, bio, avatarUrl, theme };
    const fields = FIELDS.filter((field) => profile[field] !== before[field]);
    if (fields.length === 0) return { result: before, audit: null };
    const after = changed(before, profile, now);
    await updateHandle(tx, after);
    return { result: after, audit: { action: "profile.update", target: before.handle, details: { fields } } };
  });
}

const FIELDS = ["displayName", "bio", "avatarUrl", "theme"] as const;
