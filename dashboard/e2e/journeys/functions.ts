import type { Page } from "playwright-core";
import { askAsOwner } from "#e2e/ask-as-owner.ts";
import { HANDLE, type Journey, must } from "#e2e/journey.ts";
import { lookAgain } from "#e2e/look-again.ts";

const SCREEN = `app/${HANDLE}/functions`;

/** Functions, as whoever writes them works with them. */
export const functions: readonly Journey[] = [
  {
    name: "a script is made, changed, called with its log and its time, and what it refuses stands at its line",
    walk: async ({ openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of (400|502)/ });
      await page.getByRole("link", { name: "Functions" }).click();
      await page.getByRole("button", { name: "New function" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Key").fill("Greet!");
      await dialog.getByText("1 to 63 small letters").waitFor();
      must(
        await dialog.getByRole("button", { name: "Create the function" }).isDisabled(),
        "No such key can be made.",
      );
      await dialog.getByLabel("Key").fill("greet");
      await dialog.getByRole("button", { name: "Create the function" }).click();
      await page.getByRole("heading", { name: "greet", level: 1 }).waitFor();

      const answer = page.getByRole("region", { name: "Answer" });
      await page.getByLabel("Path and query").fill("?name=Anna");
      await page.getByRole("button", { name: "Call it" }).click();
      await answer.getByText('"hello": "Anna"').waitFor();
      await answer.getByText("POST /").waitFor();
      must(/\d ms/.test(await answer.innerText()), "It says how long it took.");

      const code = page.getByLabel("Script", { exact: true });
      await code.fill("export default (request, env) => {\n  return Response.json({ hello: env.WORD };\n}");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText(/\(line 2/).waitFor();
      const wrong = page.locator('.code li[data-wrong="true"]');
      must((await wrong.innerText()) === "2", "The line stands out.");
      await code.fill(
        "export default (request, env) => {\n  console.log('seen');\n  return new Response(env.WORD);\n}",
      );
      await page.getByRole("button", { name: "Add a variable" }).click();
      await page.getByLabel("Name of variable 1").fill("2 WORDS");
      await page.getByText("no digit first").waitFor();
      await page.getByLabel("Name of variable 1").fill("WORD");
      await page.getByLabel("Value of variable 1").fill("Servus");
      await page.getByRole("button", { name: "Save and call it" }).click();
      await answer.getByText("Servus").waitFor();
      await answer.getByText("seen").waitFor();

      await code.fill("export default () => {\n  throw new Error('out of bread');\n}");
      await page.keyboard.press("Control+s");
      await page.getByText("Saved. The next call runs it.").first().waitFor();
      await page.getByRole("button", { name: "Call it" }).click();
      await answer.getByText("out of bread").waitFor();
      await answer.getByText("502", { exact: true }).waitFor();
      await page.getByRole("tab", { name: "Calls" }).click();
      await page.getByText("threw").waitFor();
      await page.getByRole("button", { name: "Look" }).nth(1).click();
      await dialog.getByText("seen").waitFor();
    },
  },
  {
    name: "a function is opened to anyone, switched off, and deleted once its key is typed",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of 400/ });
      await page.goto(`${origin}/${SCREEN}/greet`);
      await page.getByLabel("Script", { exact: true }).fill("export default () => new Response('open');");
      await page.getByRole("tab", { name: "Settings" }).click();
      await page.getByRole("link", { name: "Links", exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Stay" }).click();
      await page.getByRole("tab", { name: "Code" }).click();
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("Saved. The next call runs it.").waitFor();
      const visitor = await page.context().newPage();
      const visit = async () =>
        (await visitor.goto(`${origin.replace("localhost", `${HANDLE}.localhost`)}/_fn/greet`))?.status();
      await page.getByRole("tab", { name: "Settings" }).click();
      await page.getByRole("radio", { name: "Anyone" }).check();
      await page.getByLabel("Time limit (ms)").fill("20");
      await page.getByRole("button", { name: "Save", exact: true }).last().click();
      await page.getByText(/100/).and(page.locator(".mantine-InputWrapper-error")).waitFor();
      await page.getByLabel("Time limit (ms)").fill("2000");
      await page.getByRole("button", { name: "Save", exact: true }).last().click();
      await page.getByText(`${HANDLE}.localhost`, { exact: false }).first().waitFor();
      await page.reload();
      await page.getByText("/_fn/greet").waitFor();
      must((await visit()) === 200, "Anyone can call it.");
      await page.getByRole("link", { name: "← Functions" }).click();
      await page.getByRole("switch", { name: "greet is on" }).press("Space");
      await page.getByRole("switch", { name: "greet is on", checked: false }).waitFor();
      await page.getByRole("link", { name: "greet" }).click();
      await page.getByText("whoever calls it is told that there is none").waitFor();
      must((await visit()) === 404, "What is off answers nobody.");
      await page.getByRole("button", { name: "Delete" }).click();
      must(await dialog.getByRole("button", { name: "Delete" }).isDisabled(), "Deleting takes the key.");
      await dialog.getByLabel("Type greet to confirm").fill("greet");
      await dialog.getByRole("button", { name: "Delete" }).click();
      await page.getByText("No function yet").waitFor();
    },
  },
  {
    name: "a service of one's own is refused where it must not be called, and its secret is shown once",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of 400/ });
      await page.goto(`${origin}/${SCREEN}`);
      await page.getByRole("button", { name: "New function" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Key").fill("orders");
      await dialog.getByRole("radio", { name: "A service of mine" }).check();
      await dialog.getByLabel("Address of your service").fill("https://127.0.0.1/orders");
      await dialog.getByRole("button", { name: "Create the function" }).click();
      await dialog.locator(".mantine-TextInput-error").waitFor();
      await dialog.getByLabel("Address of your service").fill("https://api.example.com/orders");
      await dialog.getByRole("button", { name: "Create the function" }).click();
      await dialog.getByText("only time it is shown").waitFor();
      const secret = await dialog.locator("pre").innerText();
      await dialog.getByLabel("I have stored it").click();
      await dialog.getByRole("button", { name: "Done" }).click();
      await page.getByRole("heading", { name: "orders", level: 1 }).waitFor();
      must((await page.getByText(secret).count()) === 0, "The secret is still on the page.");
      await page.getByRole("tab", { name: "Settings" }).click();
      await page.getByRole("button", { name: "Rotate the secret" }).click();
      await dialog.getByText("only time it is shown").waitFor();
      must((await dialog.locator("pre").innerText()) !== secret, "It is another secret.");
      await dialog.getByLabel("I have stored it").click();
      await dialog.getByRole("button", { name: "Done" }).click();
    },
  },
  {
    name: "what somebody else saves meanwhile is shown, and neither written over nor lost what was typed",
    walk: async ({ origin, openSignedIn }) => {
      const page = await openSignedIn({ forgives: /status of 412/ });
      const path = "function-bindings/shared";
      const saveElsewhere = (word: string, more = {}) =>
        askAsOwner(origin, "PUT", path, {
          ...{ target: { type: "SCRIPT", source: scriptOf(word), env: {} }, ...more },
        });
      await saveElsewhere("first");
      await page.goto(`${origin}/${SCREEN}/shared`);
      const code = page.getByLabel("Script", { exact: true });
      const save = page.getByRole("button", { name: "Save", exact: true });
      await code.waitFor();
      await saveElsewhere("second");
      await lookAgain(page, path);
      await becomes(page, scriptOf("second"));
      must(await save.isDisabled(), "What somebody else has saved is no change of one's own.");

      await code.fill(scriptOf("mine"));
      await saveElsewhere("third");
      await lookAgain(page, path);
      await save.click();
      const stale = page.getByRole("alert").filter({ hasText: "Somebody else has changed this" });
      await stale.waitFor();
      await becomes(page, scriptOf("mine"));
      await stale.getByRole("button", { name: "Show it as it is now" }).click();
      await becomes(page, scriptOf("third"));
      await page.getByRole("button", { name: "Undo" }).click();
      await becomes(page, scriptOf("mine"));
      await save.click();
      await stale.getByRole("button", { name: "Save mine over it" }).click();
      await page.getByText("Saved. The next call runs it.").waitFor();
      await page.reload();
      await becomes(page, scriptOf("mine"));

      await code.fill(scriptOf("more"));
      await page.getByRole("switch", { name: "On" }).press("Space");
      await page.getByText("whoever calls it is told that there is none").waitFor();
      await save.click();
      await page.getByText("Saved. The next call runs it.").waitFor();
      const on = page.getByRole("switch", { name: "On" });
      must(!(await on.isChecked()), "It is off, as it was before.");
      await code.fill(scriptOf("last"));
      await saveElsewhere("more", { enabled: true });
      const saved = page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.ok());
      await save.click();
      await saved;
      await page.reload();
      await becomes(page, scriptOf("last"));
      must(await on.isChecked(), "It is on, as somebody else has made it.");

      await page.getByRole("button", { name: "Delete" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Type shared to confirm").fill("shared");
      await dialog.getByRole("button", { name: "Delete" }).click();
      await page.getByRole("button", { name: "New function" }).first().click();
      await dialog.getByLabel("Key").fill("shared");
      await dialog.getByRole("button", { name: "Create the function" }).click();
      await page.getByRole("heading", { name: "shared", level: 1 }).waitFor();
      must(/hello/.test(await code.inputValue()), "The one that was deleted is not shown.");
      must(await save.isDisabled(), "Nothing of the one that was deleted is left.");
    },
  },
];

const scriptOf = (word: string) => `export default () => new Response("${word}");`;

const becomes = (page: Page, script: string) =>
  page.waitForFunction(
    (wanted) => document.querySelector<HTMLTextAreaElement>(".code textarea")?.value === wanted,
    script,
  );
