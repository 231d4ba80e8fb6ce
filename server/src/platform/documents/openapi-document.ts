import type { Api } from "#platform/http/api.ts";

const DESCRIPTION = `Everything that both a person and a machine may do is one operation under two addresses:
\`/v2/handles/{handle}/…\` takes a session's JWT, \`/v2/public/handles/{handle}/…\` a personal access token as well.
Refusals come in one order: 404 or 405 for the path, 401 for the credential, 403 for scope and role, 404 for the object,
400 for the input. A query parameter that is given twice is a 400. \`x-required-scope\` and \`x-required-role\` say what
each operation asks for.`;

/** Adds the OpenAPI 3.1 document of what `describe` registers: made when it is first asked for, and served as text. */
export function mountOpenApiDocument(api: Api, serverUrl: string, describe: (api: Api) => void): void {
  let text: string | undefined;
  api.get("/openapi.json", (c) => {
    text ??= writeDocument(api, serverUrl, describe);
    return c.body(text, 200, { "content-type": "application/json", "cache-control": "public, max-age=60" });
  });
}

function writeDocument(api: Api, serverUrl: string, describe: (api: Api) => void): string {
  const { openAPIRegistry: registry } = api;
  describe(api);
  const bearer = { type: "http", scheme: "bearer" } as const;
  registry.registerComponent("securitySchemes", "jwt", { ...bearer, bearerFormat: "JWT" });
  registry.registerComponent("securitySchemes", "pat", {
    ...bearer,
    bearerFormat: "patv1_<tokenId>.<secret>",
  });
  registry.registerComponent("securitySchemes", "apiKey", {
    type: "apiKey",
    in: "header",
    name: "x-api-key",
  });
  return JSON.stringify(
    api.getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "Switchyard",
        version: "2",
        description: DESCRIPTION,
        license: { name: "Apache-2.0" },
      },
      servers: [{ url: "/" }, { url: serverUrl }],
    }),
  );
}
