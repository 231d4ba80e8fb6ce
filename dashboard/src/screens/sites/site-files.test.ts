import { expect, test } from "vitest";
import { siteFilesOf } from "./site-files.ts";

const found = (...paths: string[]) => paths.map((path) => ({ path, file: new File(["x"], path) }));
const paths = (...all: string[]) => siteFilesOf(found(...all)).files.map(({ path }) => path);

test("a folder that holds all is left away, and only that", () => {
  expect(paths("dist/index.html", "dist/a/b.css")).toEqual(["index.html", "a/b.css"]);
  expect(paths("index.html", "a/b.css")).toEqual(["index.html", "a/b.css"]);
  expect(paths("a/x.css", "index.html", "a/y.css")).toEqual(["a/x.css", "index.html", "a/y.css"]);
  expect(paths("dist2/index.html", "dist/b.css")).toEqual(["dist2/index.html", "dist/b.css"]);
});

test("hidden names are left out and named, .well-known is not", () => {
  const { files, skipped } = siteFilesOf(found("index.html", ".git/config", "a/.env", ".well-known/x"));
  expect(files.map(({ path }) => path)).toEqual(["index.html", ".well-known/x"]);
  expect(skipped).toEqual([".git/config", "a/.env"]);
});

test("what cannot be a site is told before anything is sent, and where its front page may be", () => {
  expect(siteFilesOf(found("dist/index.html")).fault).toBeUndefined();
  expect(siteFilesOf([]).fault).toEqual({ kind: "EMPTY" });
  expect(siteFilesOf(found("about.html")).fault).toEqual({ kind: "NO_INDEX", deeper: undefined });
  expect(siteFilesOf(found("app/dist/index.html", "app/readme.md")).fault).toEqual({
    kind: "NO_INDEX",
    deeper: "dist/",
  });
});
