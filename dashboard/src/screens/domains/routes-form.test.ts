import { expect, test } from "vitest";
import { changeOfRoutes, formOfRoutes } from "./routes-form.ts";

test("where a host leads is sent as it was read, and without a default where there is none", () => {
  const rule = { pathPrefix: "/promo", handle: "acme", priority: 5, isServed: true };
  const form = formOfRoutes({ routes: { default: { handle: "shop", isServed: false }, pathRules: [rule] } });
  const pathRules = [{ pathPrefix: "/promo", handle: "acme", priority: 5 }];
  expect(changeOfRoutes(form)).toEqual({ defaultHandle: "shop", pathRules });
  expect(changeOfRoutes({ ...form, defaultHandle: "" })).toEqual({ defaultHandle: null, pathRules });
});
