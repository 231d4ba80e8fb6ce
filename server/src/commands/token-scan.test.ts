import fs from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { mintAccessToken } from "#kernel/access-token.ts";
import { systemClock } from "#kernel/clock.ts";
import { scratchFolder } from "#testing/engines.ts";
import { spyOnFs } from "#testing/spy-on-fs.ts";
import { runCommand } from "./run-command.ts";

const realCreateReadStream = fs.createReadStream;
const createReadStream = spyOnFs("createReadStream");
afterEach(() => void createReadStream.mockReset());

async function scan(...names: readonly string[]) {
  const nothing = { env: {}, clock: systemClock, stdin: (async function* () {})(), progress: () => {} };
  const printed = await runCommand(["token", "scan", ...names], nothing);
  if (printed === undefined) throw new Error("It is no command.");
  return printed;
}

test("what vanishes while it is scanned is named, and everything else is found all the same", async () => {
  const folder = await scratchFolder();
  const named = join(await scratchFolder(), "named");
  const tokens = new Map<string, string>();
  const leave = async (top: string, path = top) => {
    const { text, tokenId } = mintAccessToken();
    await writeFile(path, text);
    tokens.set(top, tokenId);
  };
  const tops = ["a", "b", "sub-a", "sub-b"].map((name) => join(folder, name));
  for (const top of tops) {
    if (!top.includes("sub")) await leave(top);
    else await mkdir(top).then(() => leave(top, join(top, "file")));
  }
  await leave(named);
  // The first file that is opened is the only one of its folder that is left.
  createReadStream.mockImplementationOnce((path, options) => {
    for (const top of tops)
      if (!`${String(path)}/`.startsWith(`${top}/`)) fs.rmSync(top, { recursive: true });
    return realCreateReadStream(path, options);
  });
  const printed = await scan("--json", folder, named);
  expect(printed.exitCode).toBe(1);
  const report = JSON.parse(printed.out) as { found: { tokenId: string }[]; unread: { file: string }[] };
  const kept = tops.filter((top) => fs.existsSync(top));
  expect(kept).toHaveLength(1);
  expect(report).toMatchObject({ files: 2 });
  expect(report.found.map(({ tokenId }) => tokenId)).toEqual([...kept, named].map((top) => tokens.get(top)));
  const gone = tops.filter((top) => !kept.includes(top));
  expect(report.unread.toSorted((one, two) => (one.file < two.file ? -1 : 1))).toEqual(
    gone.map((file) => ({ file, code: "ENOENT" })),
  );
});

test("a scan that could not read everything never says that nothing is there", async () => {
  const folder = await scratchFolder();
  const loop = join(folder, "loop");
  await symlink(loop, loop);
  const printed = await scan(loop);
  expect(printed).toEqual({
    exitCode: 1,
    out: `${loop}: not read (ELOOP)\n0 found in 0 files, 1 not read.`,
    err: "",
  });
});

test("a mistyped name is refused before anything is read", async () => {
  const file = join(await scratchFolder(), "file");
  await writeFile(file, mintAccessToken().text);
  const refused = await scan(file, `${file}s`);
  expect(refused).toMatchObject({
    exitCode: 2,
    out: "",
    err: expect.stringContaining(`There is no ${file}s.`),
  });
  expect(createReadStream).not.toHaveBeenCalled();
});
