import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { idleMetrics } from "#testing/idle-metrics.ts";
import { startControl } from "#testing/start-control.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

type Rule = {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly runbook: string };
};
type Alerts = { readonly groups: readonly { readonly rules: readonly Rule[] }[] };
type Panel = {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
};
type Dashboard = {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: unknown }[] };
};

/** What Prometheus itself adds to each series. */
const OF_TARGETS = ["job", "instance", "le"];

/** By the names that a query may use: the labels that a series of it has. */
async function readNames(): Promise<ReadonlyMap<string, readonly string[]>> {
  await using control = await startControl();
  const { registry } = idleMetrics(control.deps);
  const names = new Map<string, readonly string[]>([["up", OF_TARGETS]]);
  const types = [...(await registry.metrics()).matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  for (const [, name = "", type] of types) {
    const { labelNames = [] } = registry.getSingleMetric(name) as { labelNames?: readonly string[] };
    const own = type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    for (const ending of own) names.set(name + ending, [...labelNames, ...OF_TARGETS]);
  }
  return names;
}

/** What is wrong with a query: names that the program does not expose, and labels that a series has not. */
function faultsOf(expr: string, names: ReadonlyMap<string, readonly string[]>): string[] {
  const used = [...expr.matchAll(/\b((?:switchyard|process|nodejs)_\w+|up)\b(?:\{([^}]*)\})?/g)];
  if (used.length === 0) return ["names no metric"];
  const labels = used.flatMap(([, name = "", matchers = ""]) => {
    const known = names.get(name);
    if (known === undefined) return [`${name} is not exposed`];
    const asked = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = ""]) => label);
    return asked.filter((label) => !known.includes(label)).map((label) => `${name} has no ${label}`);
  });
  const all = new Set(used.flatMap(([, name = ""]) => names.get(name) ?? []));
  const grouped = [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, list = ""]) =>
    list.split(/,\s*/),
  );
  return [...labels, ...grouped.filter((label) => !all.has(label)).map((label) => `nothing has ${label}`)];
}

test("a query for what is not there would be found", async () => {
  const names = await readNames();
  expect(faultsOf("rate(switchyard_visit_seconds_count[5m])", names)).toEqual([]);
  expect(faultsOf("switchyard_no_such_thing > 0", names)).toEqual([
    "switchyard_no_such_thing is not exposed",
  ]);
  expect(faultsOf('switchyard_visit_seconds_sum{operation="x"}', names)).toHaveLength(1);
  expect(faultsOf("sum by (operation) (switchyard_visit_seconds_sum)", names)).toHaveLength(1);
  expect(faultsOf("switchyard_visit_seconds", names)).toHaveLength(1);
});

test("every alert asks for what the program exposes, and the operator is told what to do at it", async () => {
  const names = await readNames();
  const rules = (parse(read("deploy/prometheus/alerts.yml")) as Alerts).groups.flatMap(({ rules }) => rules);
  expect(rules.length).toBeGreaterThan(10);
  const docs = read("docs/operations.md");
  for (const { alert, expr, annotations } of rules) {
    expect(faultsOf(expr, names), alert).toEqual([]);
    expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`);
    expect(docs, alert).toMatch(new RegExp(`^#+ ${alert}$`, "m"));
  }
  const told = [...docs.matchAll(/^#+ (Switchyard[A-Z]\w+)$/gm)].map(([, name]) => name);
  expect(told.sort()).toEqual(rules.map(({ alert }) => alert).sort());
});

test("every panel of the dashboard asks for what the program exposes, and none covers another", async () => {
  const names = await readNames();
  const { panels, templating } = JSON.parse(read("deploy/grafana/switchyard.json")) as Dashboard;
  expect(panels.length).toBeGreaterThan(20);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const taken = new Set<string>();
  for (const { title, type, targets = [], gridPos } of panels) {
    if (type !== "row") expect(targets.length, title).toBeGreaterThan(0);
    for (const { expr } of targets) expect(faultsOf(expr, names), `${title}: ${expr}`).toEqual([]);
    expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(taken.has(`${x},${y}`), title).toBe(false);
        taken.add(`${x},${y}`);
      }
    }
  }
  const variables = templating.list.map(({ name }) => name);
  const asked = [...JSON.stringify(panels).matchAll(/\$\{?([a-z]\w+)/g)].map(([, name]) => name);
  expect([...new Set(asked)].sort()).toEqual(variables.toSorted());
});
