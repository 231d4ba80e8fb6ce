import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { Password } from "#features/users/index.ts";
import type { Surroundings } from "./command.ts";
import { Misuse } from "./misuse.ts";

/** The first line of standard input, held to what every password is held to; or a new one, which is to be shown once. */
export async function readNewPassword(
  isGiven: boolean,
  stdin: Surroundings["stdin"],
): Promise<{ readonly password: string; readonly shown: string | undefined }> {
  if (!isGiven) {
    const password = randomBytes(15).toString("base64url");
    return { password, shown: password };
  }
  const [line = ""] = (await text(Readable.from(stdin))).split(/\r?\n/);
  const parsed = Password.safeParse(line);
  if (parsed.success) return { password: parsed.data, shown: undefined };
  throw new Misuse(
    `Standard input is not a password to use: ${parsed.error.issues[0]?.message ?? "choose another"}.`,
  );
}
