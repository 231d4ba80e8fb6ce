import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { scratchFolder } from "#testing/engines.ts";

/** Stands for a fault of ours that nothing catches. */
const FAULT = `process.once("SIGUSR2", () => { throw new Error("planted fault"); });`;

test("a fault that nothing catches ends the program with its stack, and is not put down to the disk", async () => {
  const main = join(import.meta.dirname, "main.ts");
  const env = { PATH: process.env["PATH"], PORT: "0", HOST: "127.0.0.1", DATA_DIR: await scratchFolder() };
  const program = spawn(process.execPath, ["--import", `data:text/javascript,${FAULT}`, main, "start"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = text(program.stderr);
  const ended = once(program, "exit");
  await once(program.stdout, "data"); // The banner: it serves.
  program.kill("SIGUSR2");
  expect((await ended)[0]).toBe(1);
  const fatal = (await said).split("\n").filter((line) => line.includes('"level":60'));
  expect(fatal).toHaveLength(1);
  expect(JSON.parse(fatal[0] ?? "")).toMatchObject({
    msg: expect.not.stringContaining("disk"),
    err: { message: "planted fault", stack: expect.stringContaining("at ") },
  });
});
