import fc from "fast-check";
import { expect, test } from "vitest";
import { DeliveryLanes } from "./delivery-lanes.ts";

type Job = { readonly endpointId: string; readonly handleId: string; readonly number: number };

/** Endpoints that are named `handle/endpoint`, on a clock that stands. */
function startLanes() {
  let now = 0;
  const lanes = new DeliveryLanes<Job>(() => now);
  const addressOf = (name: string) => ({ endpointId: name, handleId: name.split("/")[0] ?? "" });
  return {
    lanes,
    advance: (ms: number) => {
      now += ms;
    },
    addressOf,
    add: (name: string, count: number) =>
      lanes.add(Array.from({ length: count }, (_, number) => ({ ...addressOf(name), number }))),
    /** Begins all that may begin. */
    begin: () => {
      const begun: { name: string; finish: () => void }[] = [];
      for (let one = lanes.next(); one !== undefined; one = lanes.next()) {
        begun.push({ name: one.job.endpointId, finish: one.finish });
      }
      return begun;
    },
  };
}

type Started = ReturnType<typeof startLanes>;

/** Makes endpoints known to answer at once. */
function prove({ add, begin }: Started, names: readonly string[]): void {
  for (const name of names) add(name, 1);
  for (let begun = begin(); begun.length > 0; begun = begin()) for (const { finish } of begun) finish();
}

const count = (begun: readonly { name: string }[], part: string) =>
  begun.filter(({ name }) => name.startsWith(part)).length;

test("an endpoint gets four at once when it is known to answer, and one before that", () => {
  const it = startLanes();
  it.add("a/1", 10);
  const [first, ...none] = it.begin();
  expect(none).toEqual([]);
  first?.finish();
  expect(it.begin()).toHaveLength(4);
  expect(it.begin()).toEqual([]);
});

test("a handle gets 16 at once, the process 64, and what takes long leaves its place", () => {
  const it = startLanes();
  const names = ["a", "b", "c", "d", "e"].flatMap((handle) =>
    [1, 2, 3, 4, 5, 6].map((n) => `${handle}/${n}`),
  );
  prove(it, names);
  for (const name of names.filter((name) => name.startsWith("a/"))) it.add(name, 10);
  expect(it.begin()).toHaveLength(16);
  for (const name of names.filter((name) => !name.startsWith("a/"))) it.add(name, 10);
  const others = it.begin();
  expect(others).toHaveLength(48);
  expect(["b", "c", "d", "e"].map((handle) => count(others, `${handle}/`))).toEqual([12, 12, 12, 12]);
  it.advance(249);
  expect(it.begin()).toEqual([]);
  expect(it.lanes.untilRoom()).toBe(1);
  it.advance(1);
  expect(it.begin().length).toBeGreaterThan(20);
});

test("endpoints that hang hold up nobody: others begin at once, and they themselves one by one", () => {
  const it = startLanes();
  const hanging = Array.from({ length: 50 }, (_, n) => `a/hang-${n}`);
  const healthy = Array.from({ length: 25 }, (_, n) => `a/fine-${n}`);
  prove(it, [...hanging, ...healthy]);
  for (const name of hanging) it.add(name, 20);
  for (let ms = 0; ms <= 10_000; ms += 250) {
    it.begin();
    it.advance(250);
  }
  it.begin();
  it.advance(250);
  for (const name of healthy) it.add(name, 1);
  let done = 0;
  for (let begun = it.begin(); begun.length > 0; begun = it.begin()) {
    expect(count(begun, "a/hang")).toBe(0);
    for (const { finish } of begun) finish();
    done += begun.length;
  }
  expect(done).toBe(25);
});

test("what is known to hang is let in beside the others, sixteen of a handle", () => {
  const it = startLanes();
  const hanging = Array.from({ length: 30 }, (_, n) => `a/hang-${n}`);
  for (const name of hanging) it.add(name, 2);
  const all = [];
  for (let round = 0; round < 3; round++) {
    all.push(...it.begin());
    it.advance(250);
  }
  expect(all).toHaveLength(30);
  it.advance(15_000);
  for (const { finish } of all) finish();
  expect(it.begin()).toHaveLength(16);
  it.add("a/fine", 1);
  expect(it.begin().map(({ name }) => name)).toEqual(["a/fine"]);
});

test("a handle with much to deliver gets no more turns than one with little", () => {
  const it = startLanes();
  const names = Array.from({ length: 20 }, (_, n) => `big/${n}`);
  prove(it, [...names, "small/1"]);
  for (const name of names) it.add(name, 50);
  it.add("small/1", 2);
  const begun = it.begin().map(({ name }) => name);
  expect(begun.slice(0, 4).filter((name) => name === "small/1")).toHaveLength(2);
});

test("grants are for what there is room for, in equal portions", () => {
  const it = startLanes();
  prove(it, ["a/1", "a/2", "b/1"]);
  const due = ["a/1", "a/2", "b/1", "c/new"].map(it.addressOf);
  expect(it.lanes.grants(due).map(({ endpointId, count }) => [endpointId, count])).toEqual([
    ["a/1", 64],
    ["a/2", 64],
    ["b/1", 64],
    ["c/new", 1],
  ]);
  it.add("a/1", 64);
  it.add("c/new", 1);
  it.begin();
  const again = new Map(it.lanes.grants(due).map(({ endpointId, count }) => [endpointId, count]));
  expect([again.get("a/1"), again.get("a/2"), again.get("c/new")]).toEqual([4, 64, undefined]);
  const many = Array.from({ length: 100 }, (_, n) => `${n}/1`);
  prove(it, many);
  const granted = it.lanes.grants(many.map(it.addressOf));
  expect(granted.reduce((sum, { count }) => sum + count, 0)).toBe(512 - 60);
  expect(granted).toHaveLength(100);
});

test("whatever happens in whatever order, no limit is passed and nothing is forgotten", () => {
  const step = fc.oneof(
    fc.record({ add: fc.tuple(fc.nat(3), fc.nat(5), fc.integer({ min: 1, max: 9 })) }),
    fc.record({ finish: fc.nat(200) }),
    fc.record({ advance: fc.constantFrom(1, 100, 250, 2_000) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const it = startLanes();
      const open: { name: string; finish: () => void; at: number }[] = [];
      let [now, added, ended] = [0, 0, 0];
      const begin = () => {
        for (const one of it.begin()) open.push({ ...one, at: now });
        const quick = open.filter(({ at }) => now - at < 250);
        expect(quick.length).toBeLessThanOrEqual(64);
        for (const [, own] of Map.groupBy(open, ({ name }) => name))
          expect(own.length).toBeLessThanOrEqual(4);
      };
      for (const one of steps) {
        if ("add" in one) {
          const [handle, endpoint, howMany] = one.add;
          it.add(`${handle}/${endpoint}`, howMany);
          added += howMany;
        } else if ("finish" in one) {
          for (const { finish } of open.splice(one.finish % (open.length + 1), 1)) {
            finish();
            ended += 1;
          }
        } else {
          it.advance(one.advance);
          now += one.advance;
        }
        begin();
      }
      for (; open.length > 0; begin()) {
        for (const { finish } of open.splice(0)) {
          finish();
          ended += 1;
        }
      }
      expect(ended).toBe(added);
      expect(it.lanes.drain()).toEqual([]);
    }),
  );
});
