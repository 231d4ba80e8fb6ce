import { expect, test } from "vitest";
import { chooseScope, covers, wideScopes } from "./choose-scopes.ts";

const links = { family: "links.*", scopes: ["links.read", "links.write"] };

test("a family takes the place of its scopes, and leaves others alone", () => {
  expect(chooseScope(["links.read", "audit.read"], "links.*", true, links)).toEqual([
    "audit.read",
    "links.*",
  ]);
});

test("a scope taken out of a chosen family leaves the others of it", () => {
  expect(chooseScope(["links.*"], "links.write", false, links)).toEqual(["links.read"]);
});

test("what was not chosen can be unset without effect", () => {
  expect(chooseScope(["audit.read"], "links.read", false, links)).toEqual(["audit.read"]);
  expect(chooseScope(["links.*"], "links.*", false, links)).toEqual([]);
});

test("a family and the asterisk cover, a name that only begins alike does not", () => {
  expect(covers(["links.*"], "links.read")).toBe(true);
  expect(covers(["*"], "audit.read")).toBe(true);
  expect(covers(["links.read"], "links.write")).toBe(false);
  expect(covers(["pages.*"], "pagesx.read")).toBe(false);
});

test("what writes, what is a family and what is everything is wide, reading one thing is not", () => {
  expect(wideScopes(["links.read", "links.write", "pages.*", "*"])).toEqual(["links.write", "pages.*", "*"]);
});
