import type { Command } from "./command.ts";
import { examine, type Finding } from "./examine.ts";

const MARK = { ok: "ok     ", warning: "warning", failed: "FAILED " } as const;

/** Says in words what would keep the program from serving well, without starting it or changing anything. */
export const doctor: Command = {
  name: "doctor",
  summary: "check configuration, disk, versions and what the program reaches",
  usage: "",
  details: ["Nothing is changed. exit code: 0 no failure, 1 something failed"],
  options: {},
  run: async (_, { env }) => {
    const findings = await examine(env);
    const isWell = findings.every(({ status }) => status !== "failed");
    return { exitCode: isWell ? 0 : 1, report: { isWell, findings }, text: findings.map(line).join("\n") };
  },
};

const line = ({ name, status, message }: Finding) => `${MARK[status]}  ${name.padEnd(13)} ${message}`;
