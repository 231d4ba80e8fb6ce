import { createUser } from "#features/users/index.ts";
import type { Command } from "./command.ts";
import { readNewPassword } from "./read-new-password.ts";
import { readUserEmail } from "./read-user-email.ts";
import { withDatabase } from "./with-database.ts";

/** Makes an account whatever SIGNUP says: who can run this could write to the database as well. */
export const userCreate: Command = {
  name: "user create",
  summary: "make an account, whatever SIGNUP says",
  usage: "--email ADDRESS [--name NAME] [--password-stdin]",
  details: [
    "--email ADDRESS     signs in with it; it counts as proven",
    "--name NAME         how others see them",
    "--password-stdin    read the password from standard input; otherwise one is made and printed once",
  ],
  options: { email: { type: "string" }, name: { type: "string" }, "password-stdin": { type: "boolean" } },
  run: async ({ values }, surroundings) => {
    const email = readUserEmail(values["email"]);
    const { password, shown } = await readNewPassword(values["password-stdin"] === true, surroundings.stdin);
    const name = typeof values["name"] === "string" ? values["name"] : null;
    const user = await withDatabase(surroundings, (deps) => createUser(deps, { email, name, password }));
    if (user === undefined)
      return {
        exitCode: 1,
        report: { error: "conflict" },
        text: `There is an account with ${email} already.`,
      };
    const report = { userId: user.userId, email, ...(shown !== undefined && { password: shown }) };
    const said = shown === undefined ? "" : ` Password, shown this once: ${shown}`;
    return { exitCode: 0, report, text: `Created ${email} (${user.userId}).${said}` };
  },
};
