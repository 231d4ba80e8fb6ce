import { execFile } from "node:child_process";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { drop } from "#e2e/drop.ts";
import { HANDLE, type Journey, must } from "#e2e/journey.ts";

const SCREEN = `app/${HANDLE}/sites`;

/** A folder `dist` with a site in it, gone once the journey is over. */
async function makeSite(files: Readonly<Record<string, string>>) {
  const made = await mkdtempDisposable(join(tmpdir(), "dashboard-e2e-site-"));
  const folder = join(made.path, "dist");
  await mkdir(join(folder, "assets"), { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  return { folder, [Symbol.asyncDispose]: () => made[Symbol.asyncDispose]() };
}

/** What a visitor reads there. */
async function textAt(page: Page, url: string): Promise<string> {
  const visitor = await page.context().newPage();
  await visitor.goto(url);
  const text = await visitor.locator("body").innerText();
  await visitor.close();
  return text;
}

async function deploy(page: Page, what: string): Promise<void> {
  await page.getByLabel("What is new").fill(what);
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
}

const rowOf = (page: Page, message: string) => page.getByRole("listitem").filter({ hasText: message });

/** Sites, from the first folder to the way back. */
export const sites: readonly Journey[] = [
  {
    name: "a folder is dropped and is online, and the next time only what has changed is sent",
    walk: async ({ origin, openSignedIn }) => {
      await using site = await makeSite({
        "index.html": "<title>Spring</title><h1>Spring is here</h1>",
        "assets/app.css": "h1 { color: green }",
        ".env": "SECRET=1",
      });
      const page = await openSignedIn();
      await page.getByRole("link", { name: "Sites", exact: true }).click();
      await page.getByText("No deployment yet").waitFor();
      await drop(page, "Drop a folder", site.folder);
      await page.getByText("2 files").waitFor();
      await page.getByText("Left out for their hidden names (1): .env").waitFor();
      await deploy(page, "Spring");
      await page.getByText("It is online").waitFor();
      const address = await page.getByRole("link", { name: "Open the site" }).getAttribute("href");
      must((await textAt(page, address ?? "")).includes("Spring is here"), "The site is served.");
      await page.getByRole("button", { name: "Done" }).click();

      await writeFile(join(site.folder, "index.html"), "<title>Summer</title><h1>Summer is here</h1>");
      const sent: string[] = [];
      page.on("request", (request) => {
        if (request.method() === "PUT") sent.push(request.url());
      });
      await page.goto(`${origin}/${SCREEN}`);
      await drop(page, "Drop a folder", site.folder);
      await deploy(page, "Summer");
      await page.getByText("It is online").waitFor();
      must(sent.length === 1, `One file was sent, not ${sent.length}.`);
      must((await textAt(page, address ?? "")).includes("Summer is here"), "The new version is served.");
    },
  },
  {
    name: "an older deployment is activated again",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.goto(`${origin}/${SCREEN}`);
      const address = await page.getByRole("link", { name: /acme\./ }).getAttribute("href");
      await rowOf(page, "Spring").getByRole("button", { name: "Go back to this one" }).click();
      await rowOf(page, "Spring").getByText("Online").waitFor();
      await rowOf(page, "Summer").getByText("Earlier").waitFor();
      must((await textAt(page, address ?? "")).includes("Spring is here"), "The older one is served.");
      await rowOf(page, "Spring").getByText("you").waitFor();
    },
  },
  {
    name: "a folder without a front page is told so before anything is sent",
    walk: async ({ origin, openSignedIn }) => {
      await using site = await makeSite({ "about.html": "About", "assets/index.html": "Deep" });
      const page = await openSignedIn();
      const asked: string[] = [];
      page.on("request", (request) => {
        if (request.method() === "POST" && request.url().endsWith("/site-deployments")) asked.push("");
      });
      await page.goto(`${origin}/${SCREEN}`);
      await page.locator('input[data-folder="true"]').setInputFiles(site.folder);
      await page.getByText("A site needs the file index.html at its top").waitFor();
      await page.getByText("There is one in assets/: choose that folder.").waitFor();
      const button = page.getByRole("button", { name: "Deploy", exact: true });
      must(await button.isDisabled(), "It cannot be deployed.");
      await page.getByRole("button", { name: "Cancel" }).click();
      must(asked.length === 0, "Nothing was sent.");
    },
  },
  {
    name: "an archive is made ready, looked at on a host of its own, and deleted unseen",
    walk: async ({ origin, openSignedIn }) => {
      await using site = await makeSite({ "index.html": "<title>Autumn</title><h1>Autumn comes</h1>" });
      const archive = `${site.folder}.tar.gz`;
      await promisify(execFile)("tar", ["-czf", archive, "-C", site.folder, "."]);
      const page = await openSignedIn();
      await page.goto(`${origin}/${SCREEN}`);
      await page.locator('input[data-folder="false"]').setInputFiles(archive);
      await page.getByRole("switch", { name: "Serve it at once" }).press("Space");
      await deploy(page, "Autumn");
      await page.getByText("It is ready").waitFor();
      await page.getByRole("button", { name: "Done" }).click();
      const row = rowOf(page, "Autumn");
      await row.getByRole("button", { name: "Preview" }).click();
      const preview = await page.getByRole("link", { name: "Open the preview" }).getAttribute("href");
      must((await textAt(page, preview ?? "")).includes("Autumn comes"), "The preview shows it.");
      const address = await page.locator('a[href*="//acme."]').first().getAttribute("href");
      must((await textAt(page, address ?? "")).includes("Spring is here"), "Visitors see the other one.");
      await page.keyboard.press("Escape");
      await row.getByRole("button", { name: "Delete Autumn" }).click();
      const field = page.getByRole("dialog").getByRole("textbox");
      const label = await page.getByRole("dialog").locator("label").innerText();
      await field.fill(/Type (\w+)/.exec(label)?.[1] ?? "");
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await page.getByText("The deployment is deleted.").waitFor();
      await row.waitFor({ state: "detached" });
    },
  },
  {
    name: "the owner has the root show the links, and the site again",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.goto(`${origin}/${SCREEN}`);
      const address = await page.getByRole("link", { name: /acme\./ }).getAttribute("href");
      const show = async (name: string) => {
        await page.getByRole("button", { name: "Change what it shows" }).click();
        await page.getByRole("radio", { name }).click();
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByRole("radio", { name }).waitFor({ state: "detached" });
      };
      await show("Your links");
      must(!(await textAt(page, address ?? "")).includes("Spring is here"), "The site is not shown.");
      await show("The site");
      must((await textAt(page, address ?? "")).includes("Spring is here"), "The site is shown again.");
    },
  },
];
