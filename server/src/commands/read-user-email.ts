import { Email } from "#features/users/index.ts";
import { Misuse } from "./misuse.ts";

/** The address as accounts have it; refuses what is none. */
export function readUserEmail(given: string | boolean | undefined): string {
  const parsed = Email.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Misuse(given === undefined ? "Name the account with --email." : "--email is not an address.");
}
