import { parseArgs } from "node:util";
import { backupCommand } from "./backup-command.ts";
import { backupVerify } from "./backup-verify.ts";
import type { Command, Surroundings } from "./command.ts";
import { doctor } from "./doctor.ts";
import { importHistory } from "./import-history.ts";
import { importLinksCommands } from "./import-links.ts";
import { migrateCommand } from "./migrate-command.ts";
import { Misuse } from "./misuse.ts";
import { planCommands } from "./plan-commands.ts";
import { restoreCommand } from "./restore-command.ts";
import { tokenScan } from "./token-scan.ts";
import { userCreate } from "./user-create.ts";
import { userResetPassword } from "./user-reset-password.ts";

/** The first whose name the words begin with, so the longer name comes first. */
const COMMANDS: readonly Command[] = [
  ...[migrateCommand, backupVerify, backupCommand, restoreCommand, doctor],
  ...[userCreate, userResetPassword, ...planCommands, tokenScan, ...importLinksCommands, importHistory],
];

const EVERYWHERE = { help: { type: "boolean" }, json: { type: "boolean" } } as const;

/** What is to be printed, and the exit code: 0 well, 1 not well, 2 called wrongly. */
export type Printed = { readonly exitCode: number; readonly out: string; readonly err: string };

/** Runs the command that these words name; `undefined` when they name none. */
export async function runCommand(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<Printed | undefined> {
  const command = COMMANDS.find(({ name }) => `${words.join(" ")} `.startsWith(`${name} `));
  if (command === undefined) return undefined;
  try {
    const { values, positionals } = parse(command, words.slice(command.name.split(" ").length));
    if (values["help"] === true) return { exitCode: 0, out: helpOf(command), err: "" };
    const { exitCode, report, text } = await command.run({ values, positionals }, surroundings);
    return { exitCode, out: values["json"] === true ? JSON.stringify(report) : text, err: "" };
  } catch (thrown) {
    if (!(thrown instanceof Misuse)) throw thrown;
    return { exitCode: 2, out: "", err: `${thrown.message}\n\n${helpOf(command)}` };
  }
}

/** One line for each command. */
export const commandLines = (): string =>
  COMMANDS.map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}`).join("\n");

function parse({ options, takesFiles = false }: Command, args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...options, ...EVERYWHERE },
      allowPositionals: takesFiles,
    }) as { values: Record<string, string | boolean | undefined>; positionals: string[] };
  } catch (cause) {
    throw new Misuse(cause instanceof Error ? cause.message : "These options make no sense.", { cause });
  }
}

const helpOf = ({ name, usage, summary, details }: Command): string =>
  [
    `usage: switchyard ${`${name} ${usage}`.trim()} [--json]`,
    "",
    summary,
    ...(details.length === 0 ? [] : ["", ...details.map((line) => `  ${line}`)]),
  ].join("\n");
