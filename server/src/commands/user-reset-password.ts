import { setPassword } from "#features/users/index.ts";
import type { Command } from "./command.ts";
import { readNewPassword } from "./read-new-password.ts";
import { readUserEmail } from "./read-user-email.ts";
import { withDatabase } from "./with-database.ts";

/** For whoever cannot receive mail. All their sessions end, in every running process. */
export const userResetPassword: Command = {
  name: "user reset-password",
  summary: "give an account a new password and end its sessions",
  usage: "--email ADDRESS [--password-stdin]",
  details: [
    "--password-stdin    read the password from standard input; otherwise one is made and printed once",
  ],
  options: { email: { type: "string" }, "password-stdin": { type: "boolean" } },
  run: async ({ values }, surroundings) => {
    const email = readUserEmail(values["email"]);
    const { password, shown } = await readNewPassword(values["password-stdin"] === true, surroundings.stdin);
    const sessionsEnded = await withDatabase(surroundings, (deps) => setPassword(deps, email, password));
    if (sessionsEnded === undefined)
      return { exitCode: 1, report: { error: "not_found" }, text: `There is no account with ${email}.` };
    const report = { email, sessionsEnded, ...(shown !== undefined && { password: shown }) };
    const said = shown === undefined ? "" : ` It is, shown this once: ${shown}`;
    return {
      exitCode: 0,
      report,
      text: `${email} has a new password; ${sessionsEnded} sessions ended.${said}`,
    };
  },
};
