import { execFile } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { loadSecrets } from "./secrets.ts";

async function dataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "secrets-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test("secrets are made once, for nobody else to read, and are the same at every start", async () => {
  const folder = await dataDir();
  const [first, again] = [loadSecrets({}, folder), loadSecrets({}, folder)];
  expect(again.tokenPepper.equals(first.tokenPepper)).toBe(true);
  expect(again.sessionKey.equals(first.sessionKey)).toBe(true);
  expect(again.visitorKeys[0].equals(first.visitorKeys[0])).toBe(true);
  expect(again.sealKeys[0].equals(first.sealKeys[0])).toBe(true);
  const files = readdirSync(join(folder, "secrets"));
  expect(files.sort()).toEqual(["context-key", "seal-key", "session-key", "token-pepper"]);
  for (const file of files) expect(statSync(join(folder, "secrets", file)).mode & 0o777).toBe(0o600);
});

test("secrets that are given are used, and none is written", async () => {
  const folder = await dataDir();
  const pepper = randomBytes(32);
  const keys = [randomBytes(32), randomBytes(32)];
  const { privateKey } = generateKeyPairSync("ed25519");
  const der = privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
  const given = loadSecrets(
    {
      TOKEN_PEPPER: pepper.toString("base64"),
      SESSION_KEY: der,
      CONTEXT_KEY: keys.map((key) => key.toString("base64")).join(", "),
      SEAL_KEY: keys.map((key) => key.toString("base64")).join(","),
    },
    folder,
  );
  expect(given.visitorKeys.map((key) => key.export())).toEqual(keys);
  expect(given.sealKeys.map((key) => key.export())).toEqual(keys);
  expect(given.tokenPepper.export()).toEqual(pepper);
  expect(given.sessionKey.equals(privateKey)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ["TOKEN_PEPPER", "c2hvcnQ="],
  ["SESSION_KEY", "not a key"],
  ["SEAL_KEY", "c2hvcnQ="],
  ["CONTEXT_KEY", `${Buffer.alloc(32).toString("base64")},c2hvcnQ=`],
])("a wrong %s stops the start, and the sentence does not repeat it", async (name, value) => {
  const folder = await dataDir();
  expect(() => loadSecrets({ [name]: value }, folder)).toThrow(`${name} is not`);
  expect(() => loadSecrets({ [name]: value }, folder)).not.toThrow(value);
});

test("a secret that is damaged or open to others stops the start, and is left as it is", async () => {
  const folder = await dataDir();
  loadSecrets({}, folder);
  const path = join(folder, "secrets/token-pepper");
  chmodSync(path, 0o644);
  expect(() => loadSecrets({}, folder)).toThrow("chmod 600");
  chmodSync(path, 0o600);
  writeFileSync(path, "damaged");
  expect(() => loadSecrets({}, folder)).toThrow("damaged secret");
  expect(readFileSync(path, "utf8")).toBe("damaged");
});

test("of processes that start together all get the same secrets", async () => {
  const folder = await dataDir();
  const program = `
    const { loadSecrets } = await import(${JSON.stringify(join(import.meta.dirname, "secrets.ts"))});
    console.log(loadSecrets({}, ${JSON.stringify(folder)}).tokenPepper.export().toString("hex"));
  `;
  const run = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", program]);
  const printed = (await Promise.all([run(), run(), run(), run()])).map(({ stdout }) => stdout);
  expect(new Set(printed).size).toBe(1);
  expect(readdirSync(join(folder, "secrets")).sort()).toEqual([
    "context-key",
    "seal-key",
    "session-key",
    "token-pepper",
  ]);
});

test("a folder that cannot hold them stops the start with a sentence", async () => {
  const folder = await dataDir();
  writeFileSync(join(folder, "secrets"), "a file");
  expect(() => loadSecrets({}, folder)).toThrow(/^DATA_DIR .*\.$/);
});
