import type { ControlDeps } from "#platform/deps.ts";
import type { LinkChange } from "./link.ts";

export type SentChange = Omit<LinkChange, "passwordHash"> & { readonly password?: string | null | undefined };

/**
 * A change as a caller sent it, with a hash in place of the password; made before any transaction, because it is slow.
 * The password that `stored` is the hash of is no change.
 */
export async function linkChangeOf(
  { passwords }: Pick<ControlDeps, "passwords">,
  { password, ...change }: SentChange,
  stored: () => Promise<string | null | undefined> = async () => null,
): Promise<LinkChange> {
  if (password === undefined) return change;
  if (password === null) return { ...change, passwordHash: null };
  const before = await stored();
  const isSame = typeof before === "string" && (await passwords.verify(before, password));
  return isSame ? change : { ...change, passwordHash: await passwords.hash(password) };
}
