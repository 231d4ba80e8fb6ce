import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

const PAGES = 2_400;
const STYLE =
  "body{font:16px/1.5 system-ui;margin:2rem;max-width:60rem}pre{overflow:auto;background:#f5f5f5;padding:1rem}";

/**
 * A documentation site of the type declarations of what is installed: a page for each with its source and its neighbours, one
 * for each package, and a front page. Tells how many files it has.
 */
export async function buildDocs(modules: string, folder: string): Promise<number> {
  const all = (await readdir(modules, { recursive: true })).filter((path) => /\.d\.[cm]?ts$/.test(path));
  const sources = all.sort().slice(0, PAGES);
  const style = `assets/style.${createHash("sha256").update(STYLE).digest("hex").slice(0, 10)}.css`;
  const byPackage = Map.groupBy(sources, packageOf);
  await write(join(folder, style), STYLE);
  for (const [name, paths] of byPackage) {
    const links = paths.map((path) => linkTo(`${name}/index.html`, pageOf(path), path));
    await writePage(folder, `${name}/index.html`, style, name, `<ul>${links.join("")}</ul>`);
    for (const [at, path] of paths.entries()) {
      const near = [paths[at - 1], paths[at + 1]].filter((one) => one !== undefined);
      const nav = [`<li><a href="${up(pageOf(path))}${encodeURI(name)}/">${escapeText(name)}</a>`];
      nav.push(...near.map((one) => linkTo(pageOf(path), pageOf(one), one)));
      const source = escapeText(await readFile(join(modules, path), "utf8"));
      await writePage(
        folder,
        pageOf(path),
        style,
        path,
        `<nav><ul>${nav.join("")}</ul></nav><pre>${source}</pre>`,
      );
    }
  }
  const packages = [...byPackage.keys()].map(
    (name) => `<li><a href="${encodeURI(name)}/">${escapeText(name)}</a>`,
  );
  await writePage(folder, "index.html", style, "Types of everything", `<ul>${packages.join("")}</ul>`);
  await writePage(folder, "404.html", style, "Nothing here", "<p>No page has this address.</p>");
  return sources.length + byPackage.size + 3;
}

const packageOf = (path: string) =>
  path
    .split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/");
const pageOf = (path: string) => `${path.replace(/(^|\/)\./g, "$1_").replace(/\.d\.([cm]?ts)$/, "-$1")}.html`;
const up = (page: string) => "../".repeat(page.split("/").length - 1);
const linkTo = (from: string, to: string, text: string) =>
  `<li><a href="${encodeURI(relative(dirname(from), to))}">${escapeText(text)}</a>`;
const escapeText = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const writePage = (folder: string, page: string, style: string, title: string, body: string) =>
  write(
    join(folder, page),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeText(title)}</title><link rel="stylesheet" href="${up(page)}${style}"><h1>${escapeText(title)}</h1>${body}</html>\n`,
  );
