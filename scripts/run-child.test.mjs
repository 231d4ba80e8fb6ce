import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { runChild } from "./run-child.mjs";

const urlOf = (name) => pathToFileURL(join(import.meta.dirname, name)).href;

test("a program's exit code is handed on, and 128 and more for the signal that ended it", async () => {
  expect(await runChild(process.execPath, ["-e", "process.exit(7)"])).toBe(7);
  expect(await runChild(process.execPath, ["-e", "process.kill(process.pid, 'SIGTERM')"])).toBe(143);
});

test("a program that is not there is an error", async () => {
  await expect(runChild("/nowhere/node", [])).rejects.toThrow("ENOENT");
});

/** Counts the signals it gets for half a second after the first, and ends with their number. */
const COUNTER = `
  let count = 0;
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {
    if (count++ === 0) setTimeout(() => { console.log("got " + count); process.exit(count); }, 500);
  });
  setInterval(() => {}, 1_000);
  console.log("ready " + process.pid);
`;

/** A process of its own that runs the counter as `npm start` runs the server, below a shell; and all that is printed. */
async function startWrapper() {
  const options = `{ alone: true, stdio: ["inherit", "inherit", "inherit", "ipc"] }`;
  const args = `["--import", "${urlOf("end-with-parent.mjs")}", "-e", ${JSON.stringify(COUNTER)}]`;
  const program = `
    import { runChild } from "${urlOf("run-child.mjs")}";
    console.log("wrapper " + process.pid);
    process.exitCode = await runChild(process.execPath, ${args}, ${options});`;
  const shell = spawn(
    "sh",
    ["-c", `"$@"; exit $?`, "sh", process.execPath, "--input-type=module", "-e", program],
    {
      env: { ...process.env, npm_lifecycle_event: "start" },
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    },
  );
  let printed = "";
  const sees = async (pattern) => {
    while (!pattern.test(printed)) printed += (await once(shell.stdout, "data"))[0];
    return pattern.exec(printed)[1];
  };
  const [wrapper, child] = [Number(await sees(/wrapper (\d+)/)), Number(await sees(/ready (\d+)/))];
  onTestFinished(() => {
    for (const pid of [wrapper, child]) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended, as it should.
      }
    }
  });
  return { shell, wrapper, sees };
}

test("a signal reaches the program, whose exit code is handed on", async () => {
  const { shell, wrapper } = await startWrapper();
  process.kill(wrapper, "SIGTERM");
  expect((await once(shell, "exit"))[0]).toBe(1);
});

test.each(["SIGINT", "SIGTERM"])(
  "%s to the whole group, told twice, reaches the program once",
  async (signal) => {
    const { shell, wrapper, sees } = await startWrapper();
    process.kill(-shell.pid, signal);
    process.kill(wrapper, signal);
    expect(await sees(/got (\d)/)).toBe("1");
  },
);

test("a program ends with the shell through which npm ran it", async () => {
  const { shell, sees } = await startWrapper();
  shell.kill("SIGTERM");
  expect(await sees(/got (\d)/)).toBe("1");
});

test("a program does not outlive a wrapper that was killed", async () => {
  const { shell, sees } = await startWrapper();
  process.kill(-shell.pid, "SIGKILL");
  expect(await sees(/got (\d)/)).toBe("1");
});
