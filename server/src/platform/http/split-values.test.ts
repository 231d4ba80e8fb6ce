import { expect, test } from "vitest";
import { splitValues } from "./split-values.ts";

test("commas part values, and of what is empty each is one", () => {
  expect(splitValues("")).toEqual([""]);
  expect(splitValues("DE")).toEqual(["DE"]);
  expect(splitValues("DE,")).toEqual(["DE", ""]);
  expect(splitValues(",,a")).toEqual(["", "", "a"]);
});

test("a comma or a backslash is part of a value where a backslash says so, and any other backslash is itself", () => {
  expect(splitValues(String.raw`may\, june,july`)).toEqual(["may, june", "july"]);
  expect(splitValues(String.raw`c:\\,d`)).toEqual(["c:\\", "d"]);
  expect(splitValues(String.raw`c:\mail,\'`)).toEqual(["c:\\mail", "\\'"]);
  expect(splitValues("a\\")).toEqual(["a\\"]);
});
