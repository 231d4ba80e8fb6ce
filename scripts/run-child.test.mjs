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

/** A process of its own that runs the counter as `npm start` runs the server, and all that is printed. */
async function startWrapper() {
  const options = `{ alone: true, stdio: ["inherit", "inherit", "inherit", "ipc"] }`;
  const args = `["--import", "${urlOf("end-with-parent.mjs")}", "-e", ${JSON.stringify(COUNTER)}]`;
  const wrapper = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { runChild } from "${urlOf("run-child.mjs")}";
       process.exitCode = await runChild(process.execPath, ${args}, ${options});`,
    ],
    { stdio: ["ignore", "pipe", "inherit"], detached: true },
  );
  let printed = "";
  const sees = async (pattern) => {
    while (!pattern.test(printed)) printed += (await once(wrapper.stdout, "data"))[0];
    return pattern.exec(printed);
  };
  const child = Number((await sees(/ready (\d+)/))[1]);
  onTestFinished(() => {
    try {
      process.kill(child, "SIGKILL");
    } catch {
      // It has ended, as it should.
    }
  });
  return { wrapper, sees };
}

test("a signal to the whole group, told twice, reaches the program once", async () => {
  const { wrapper } = await startWrapper();
  process.kill(-wrapper.pid, "SIGINT");
  process.kill(wrapper.pid, "SIGINT");
  expect((await once(wrapper, "exit"))[0]).toBe(1);
});

test("a program does not outlive a wrapper that was killed", async () => {
  const { wrapper, sees } = await startWrapper();
  process.kill(-wrapper.pid, "SIGKILL");
  expect((await sees(/got (\d)/))[1]).toBe("1");
});
