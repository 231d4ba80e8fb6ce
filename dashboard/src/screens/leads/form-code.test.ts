import { expect, test } from "vitest";
import type { Schemas } from "#api/schemas.ts";
import { formCode } from "./form-code.ts";
import { kindsLeft, newField, planOf, problemsOf } from "./form-plan.ts";
import { formsOf } from "./known-forms.ts";

const lead = (change: Partial<Schemas["Lead"]>) =>
  ({
    ...{ email: null, name: null, phone: null, message: null, fields: {}, form: "", slug: "", origin: null },
    ...{ receivedAt: "2026-03-01T10:00:00.000Z" },
    ...change,
  }) as Schemas["Lead"];

const plan = { ...planOf(undefined), name: "contact" };

test("a form is known by its leads, one without a name by none", () => {
  const leads = [
    lead({ form: "contact", email: "a@example.com", slug: "about", fields: { Company: "Engines" } }),
    lead({
      form: "contact",
      name: "Ada",
      origin: "https://shop.example",
      receivedAt: "2026-02-01T10:00:00Z",
    }),
    lead({ email: "b@example.com" }),
  ];
  expect(formsOf(leads)).toEqual([
    {
      name: "contact",
      count: 2,
      lastAt: "2026-03-01T10:00:00.000Z",
      places: ["/about", "https://shop.example"],
      asked: ["email", "Company", "name"],
    },
  ]);
});

test("nothing that is written into a form's plan gets out of its place in the code", () => {
  const evil = `"><script>alert(1)</script>`;
  const fields = [newField("text", evil), newField("checkbox", evil)];
  const code = formCode(
    { ...plan, fields, thanks: evil, button: evil, redirectTo: evil },
    "https://x.example",
    "acme",
  );
  expect(code.match(/<script/g)).toHaveLength(1);
  expect(code).not.toContain(`"">`);
});

test("a question takes no name that the API or another question has", () => {
  const fields = [
    newField("text", "form"),
    newField("text", "Your city"),
    newField("textarea", "Your city?"),
  ];
  const code = formCode({ ...plan, fields }, "https://x.example", "acme");
  expect(code).toContain('name="form_2"');
  expect(code).toContain('name="Your_city"');
  expect(code).toContain('name="Your_city_2"');
});

test("a lead's own places are asked once, and an empty form or question is refused", () => {
  expect(kindsLeft([newField("email")])).not.toContain("email");
  expect(kindsLeft([newField("text", "a")])).toContain("text");
  expect(Object.keys(problemsOf({ ...plan, name: "a b", fields: [], redirectTo: "//evil.example" }))).toEqual(
    ["name", "fields", "redirectTo"],
  );
  expect(problemsOf(plan)).toEqual({});
});
