import { expect, test } from "vitest";
import { startProgram } from "#testing/start-program.ts";
import { runDemo } from "./run-demo.ts";

test("the demonstration prints a token that works, and a second one leaves everything as it is", async () => {
  await using program = await startProgram({ TRUSTED_PROXIES: "127.0.0.1,::1", HOST: "127.0.0.1" });
  const { config, port, call } = program;
  const [token = ""] = /patv1_\S+/.exec(await runDemo(config, port)) ?? [];
  const { body } = await call("GET", "/v2/public/handles/acme/links", { token });
  expect(body["links"]).toHaveLength(8);
  const countries = () =>
    call("GET", "/v2/public/handles/acme/analytics?groupBy=country", { token }).then(
      (answer) => (answer.body["groups"] as unknown[])?.length ?? 0,
    );
  await expect.poll(countries).toBeGreaterThan(4);
  expect(await runDemo(config, port)).toContain("there already");
});
