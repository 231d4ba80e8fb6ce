import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Request } from "playwright-core";
import { drop } from "#e2e/drop.ts";
import { HANDLE, type Journey, must } from "#e2e/journey.ts";

const SCREEN = `app/${HANDLE}/files`;
const fileOf = (name: string, text: string, mimeType = "text/plain") => ({
  ...{ name, mimeType },
  buffer: Buffer.from(text),
});

/** Files, as people send and share them. */
export const files: readonly Journey[] = [
  {
    name: "several files are sent at once, and whoever has the address has the file",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.getByRole("link", { name: "Files", exact: true }).click();
      await page.getByText("No file yet").waitFor();
      const prices = fileOf("prices.txt", "Prices of spring");
      await page
        .locator('input[type="file"]')
        .setInputFiles([prices, fileOf("menu.pdf", "%PDF-1.7", "application/pdf")]);
      await page.getByRole("button", { name: "Send (2)" }).click();
      await page.getByText("2 of 2 sent").waitFor();
      await page.getByRole("link", { name: "menu.pdf" }).waitFor();
      const address = await page.getByRole("link", { name: "prices.txt" }).getAttribute("href");
      const path = new URL(address ?? "").pathname;
      const answer = await fetch(origin + path, { redirect: "manual" });
      must(answer.status === 302, `The address leads to the file, not to ${answer.status}.`);
      await page.getByRole("button", { name: "Clear those that are sent" }).click();
      must((await page.getByText("2 of 2 sent").count()) === 0, "The list of uploads is gone.");
    },
  },
  {
    name: "a large file goes on where a broken connection left it",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /ERR_INTERNET_DISCONNECTED/ });
      await page.goto(`${origin}/${SCREEN}`);
      const network = await page.context().newCDPSession(page);
      const have = (offline: boolean, uploadThroughput: number) =>
        network.send("Network.emulateNetworkConditions", {
          ...{ offline, uploadThroughput },
          ...{ latency: 0, downloadThroughput: -1 },
        });
      const is = (method: string) => (request: Request) =>
        request.method() === method && request.url().includes("/upload/");
      await using folder = await mkdtempDisposable(join(tmpdir(), "dashboard-e2e-files-"));
      const film = join(folder.path, "film.mp4");
      await writeFile(film, Buffer.alloc(20 * 1024 * 1024, 7));
      await page.locator('input[type="file"]').setInputFiles(film);
      await have(false, 6 * 1024 * 1024);
      const part = page.waitForResponse((answer) => is("PATCH")(answer.request()) && answer.ok());
      const failed = page.waitForEvent("requestfailed", is("PATCH"));
      const asked = page.waitForResponse((answer) => is("HEAD")(answer.request()) && answer.ok());
      await page.getByRole("button", { name: "Send (1)" }).click();
      await part;
      await have(true, 0);
      await failed;
      await have(false, -1);
      const offset = Number((await asked).headers()["upload-offset"]);
      must(offset >= 8 * 1024 * 1024, `What was there is not sent again, but from ${offset}.`);
      await page.getByText("1 of 1 sent").waitFor();
      await page.getByText("20 MB", { exact: false }).first().waitFor();
    },
  },
  {
    name: "what is dropped is sent, with all that is in a folder, and nothing before it is agreed to",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.goto(`${origin}/${SCREEN}`);
      await using folder = await mkdtempDisposable(join(tmpdir(), "dashboard-e2e-files-"));
      await mkdir(join(folder.path, "photos/2026"), { recursive: true });
      await writeFile(join(folder.path, "photos/oven.txt"), "oven");
      await writeFile(join(folder.path, "photos/2026/loaf.txt"), "loaf");
      await writeFile(join(folder.path, "list.csv"), "bread,1");
      const asked: string[] = [];
      page.on("request", (request) => {
        if (request.method() === "POST") asked.push(new URL(request.url()).pathname);
      });
      await drop(page, "Drop files here", join(folder.path, "photos"), join(folder.path, "list.csv"));
      const dialog = page.getByRole("dialog");
      for (const name of ["oven.txt", "loaf.txt", "list.csv"]) await dialog.getByText(name).waitFor();
      must(!asked.some((path) => path.endsWith("/files")), "Nothing was sent yet.");
      await page.getByRole("button", { name: "Send (3)" }).click();
      await page.getByText("3 of 3 sent").waitFor();
      await page.getByRole("link", { name: "loaf.txt" }).waitFor();
    },
  },
  {
    name: "a file for invited people opens for nobody else, and ends when it was told to",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.goto(`${origin}/${SCREEN}`);
      await page.locator('input[type="file"]').setInputFiles([fileOf("draft.txt", "For Ann")]);
      await page.getByText("People I name").click();
      must(await page.getByRole("button", { name: "Send (1)" }).isDisabled(), "It needs an address.");
      await page
        .getByRole("combobox", { name: "E-mail addresses" })
        .pressSequentially("ann@example.com nobody ");
      await page.getByText("No e-mail address: nobody").waitFor();
      await page.getByRole("combobox", { name: "E-mail addresses" }).press("Backspace");
      await page.getByLabel("Expires (optional)").fill("2099-12-31T12:00");
      await page.getByRole("button", { name: "Send (1)" }).click();
      await page.getByText("For ann@example.com").waitFor();
      await page.getByText("Until Dec 31, 2099").waitFor();
      const address = await page.getByRole("link", { name: "draft.txt" }).getAttribute("href");
      const answer = await fetch(origin + new URL(address ?? "").pathname, { redirect: "manual" });
      must(answer.status === 403, `Nobody else has it, not ${answer.status}.`);
    },
  },
  {
    name: "sending is cancelled and leaves nothing, and a file is deleted once its name is typed",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.goto(`${origin}/${SCREEN}`);
      await page.route(/\/upload\//, (route) =>
        route.request().method() === "PUT" ? undefined : route.continue(),
      );
      await page.locator('input[type="file"]').setInputFiles([fileOf("slow.txt", "slow")]);
      const begun = page.waitForRequest((request) => request.method() === "PUT");
      await page.getByRole("button", { name: "Send (1)" }).click();
      const forgotten = page.waitForResponse((answer) => answer.request().method() === "DELETE");
      await begun;
      await page.getByRole("button", { name: "Cancel sending slow.txt" }).click();
      await forgotten;
      await page.getByText("slow.txt").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Delete prices.txt" }).click();
      const dialog = page.getByRole("dialog");
      const confirm = dialog.getByRole("button", { name: "Delete" });
      must(await confirm.isDisabled(), "It asks for the name first.");
      await dialog.getByLabel("Type prices.txt to confirm").fill("prices.txt");
      await confirm.click();
      await page.getByText("“prices.txt” is deleted.").waitFor();
      await page.getByRole("link", { name: "prices.txt" }).waitFor({ state: "detached" });
    },
  },
];
