import { askAsOwner } from "#e2e/ask-as-owner.ts";
import { HANDLE, type Journey, must } from "#e2e/journey.ts";
import { lookAgain } from "#e2e/look-again.ts";

export const links: readonly Journey[] = [
  {
    name: "links are made, found, switched, deleted and brought back",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.getByRole("link", { name: "Links", exact: true }).click();
      await page.getByRole("link", { name: "New link" }).click();
      await page.getByRole("heading", { name: "New link" }).waitFor();
      await page.getByLabel("Destination").fill("ftp://example.com");
      await page.getByText("Write a whole address").waitFor();
      await page.getByLabel("Destination").fill("https://example.com/sale");
      await page.getByLabel("Short name").fill("spring-sale");
      await page.getByLabel("Title", { exact: true }).fill("Spring sale");
      await page.getByRole("button", { name: "Create the link" }).click();
      await page.getByRole("heading", { name: "/spring-sale" }).waitFor();

      await page.getByRole("tab", { name: "QR code" }).click();
      await page.getByRole("img", { name: /QR code of/ }).waitFor();
      await page.getByRole("tab", { name: "History" }).click();
      await page.getByText("Version 1").waitFor();

      await page.goto(`${origin}/app/${HANDLE}/links`);
      await page.getByRole("searchbox").fill("sale");
      await page.getByRole("link", { name: "/new-launch" }).waitFor({ state: "detached" });
      await page.getByRole("switch", { name: "spring-sale is on" }).press("Space");
      await page.getByText("Off", { exact: true }).waitFor();
      await page.getByRole("checkbox", { name: "Choose spring-sale" }).click();
      await page.getByRole("button", { name: "Add tags" }).click();
      await page.getByRole("dialog").getByLabel("Tags").fill("mail");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByRole("button", { name: "mail", exact: true }).waitFor();
      await page.getByRole("checkbox", { name: "Choose spring-sale" }).click();
      await page.getByRole("button", { name: "Delete" }).click();
      await page.getByText("No link fits").waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("link", { name: "/spring-sale" }).waitFor();

      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page
          .getByRole("button", { name: "Import, export" })
          .click()
          .then(() => page.getByRole("menuitem", { name: "Export as CSV" }).click()),
      ]);
      must(file.suggestedFilename() === "links-of-acme.csv", "The export has a name.");
      await page.getByRole("button", { name: "Import, export" }).click();
      await page.getByRole("menuitem", { name: "Import links" }).click();
      const rows = ["slug,destinationUrl"];
      for (let row = 0; row < 1200; row++) rows.push(`page-${row},https://example.com/${row}`);
      rows.push("bad-row,nowhere");
      await page
        .locator('input[type="file"]')
        .setInputFiles({ name: "links.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
      await page.getByRole("button", { name: "Try it" }).click();
      await page.getByText("1200 new").waitFor();
      await page.getByText("1 refused").waitFor();
      await page.getByRole("button", { name: "Import", exact: true }).click();
      await page.getByText("Imported", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Close" }).click();
      await page.getByRole("searchbox").fill("");
      await page
        .getByRole("link", { name: /^\/page-/ })
        .first()
        .waitFor();
      const drawn = await page.getByRole("region", { name: "Links" }).getByRole("listitem").count();
      must(drawn < 60, `Only what is seen is drawn, not ${drawn} rows.`);
    },
  },
  {
    name: "what is sent again because its answer was lost is done once",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /ERR_FAILED/ });
      const keys: (string | undefined)[] = [];
      let lost = 0;
      // The server does it, and the answer never comes.
      await page.route(`**/v2/handles/${HANDLE}/links`, async (route) => {
        if (route.request().method() !== "POST") return route.fallback();
        keys.push(route.request().headers()["idempotency-key"]);
        if (lost++ > 0) return route.fallback();
        await route.fetch();
        return route.abort();
      });
      await page.goto(`${origin}/app/${HANDLE}/links/new`);
      await page.getByLabel("Destination").fill("https://example.com/only-once");
      const create = page.getByRole("button", { name: "Create the link" });
      await create.click();
      await page.getByRole("alert").waitFor();
      await create.click();
      await page.getByRole("heading", { level: 1, name: /^\// }).waitFor();
      must(
        keys.length === 2 && keys[0] !== undefined && keys[0] === keys[1],
        `The keys were ${keys.join()}.`,
      );
      await page.goto(`${origin}/app/${HANDLE}/links`);
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.url().includes("q=only-once")),
        page.getByRole("searchbox").fill("only-once"),
      ]);
      const { links: found } = (await answer.json()) as { readonly links: readonly unknown[] };
      must(found.length === 1, `There are ${found.length} links.`);
    },
  },
  {
    name: "a link is never written over unseen, and what was typed into one is not lost",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of 412/ });
      const path = "links/guarded-one";
      const saveElsewhere = (title: string) =>
        askAsOwner(origin, "PUT", path, { destinationUrl: "https://example.com/theirs", title });
      await saveElsewhere("First");
      await page.goto(`${origin}/app/${HANDLE}/links/new`);
      const [destination, title] = [
        page.getByLabel("Destination"),
        page.getByLabel("Title", { exact: true }),
      ];
      await destination.fill("https://example.com/mine");
      await page.getByLabel("Short name").fill("guarded-one");
      await page.getByRole("button", { name: "Create the link" }).click();
      await page.getByText("There is a link of this name already.").waitFor();
      await page.getByRole("link", { name: "Links", exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
      await page.goto(`${origin}/app/${HANDLE}/links/guarded-one`);
      await destination.waitFor();
      const theirs = await destination.inputValue();
      must(theirs === "https://example.com/theirs", `It leads to ${theirs}.`);

      // Neither another part of the screen nor a colleague takes away what is typed.
      await title.fill("Mine");
      await page.getByRole("tab", { name: "History" }).click();
      await page.getByText("Version 1").waitFor();
      await page.getByRole("tab", { name: "Edit" }).click();
      must((await title.inputValue()) === "Mine", "It is still there.");
      await saveElsewhere("Second");
      await lookAgain(page, path);
      must((await title.inputValue()) === "Mine", "It is there when somebody else has saved, too.");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      const stale = page.getByRole("alert").filter({ hasText: "Somebody else has changed this" });
      await stale.getByRole("button", { name: "Save mine over it" }).click();
      await stale.waitFor({ state: "detached" });
      await page.reload();
      await title.waitFor();
      must((await title.inputValue()) === "Mine", "It is saved.");
    },
  },
  {
    name: "of many that are deleted one that is gone already stops no other, and the undo brings back the rest",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of 404/ });
      const slugs = ["doomed-a", "doomed-b", "doomed-c"];
      for (const slug of slugs) {
        await askAsOwner(origin, "PUT", `links/${slug}`, { destinationUrl: "https://example.com/doomed" });
      }
      await page.goto(`${origin}/app/${HANDLE}/links`);
      await page.getByRole("searchbox").fill("doomed");
      for (const slug of slugs) await page.getByRole("checkbox", { name: `Choose ${slug}` }).click();
      await askAsOwner(origin, "DELETE", "links/doomed-b", {});
      await page.getByRole("button", { name: "Delete" }).click();
      await page.getByText("2 links deleted.").waitFor();
      await page.getByText("No link fits").waitFor();
      await page.getByRole("button", { name: "Undo" }).click();
      for (const slug of ["doomed-a", "doomed-c"]) {
        await page.getByRole("link", { name: `/${slug}`, exact: true }).waitFor();
      }
      must(
        (await page.getByRole("link", { name: "/doomed-b", exact: true }).count()) === 0,
        "It stays gone.",
      );
    },
  },
  {
    name: "a year of five digits is refused beside its field",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn();
      await page.goto(`${origin}/app/${HANDLE}/links/new-launch`);
      await page.getByLabel("Expires", { exact: true }).fill("12026-01-01T10:00");
      await page.getByRole("button", { name: "Save" }).click();
      const refused = await page.locator("input:invalid").getAttribute("type");
      must(refused === "datetime-local", `What is refused is a ${refused}.`);
      await page.getByRole("heading", { name: "/new-launch" }).waitFor();
    },
  },
];
