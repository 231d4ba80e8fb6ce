import type { Client } from "./client.ts";
import type { Sample } from "./samples.ts";

const functionBody = {
  target: { type: "SCRIPT", source: "export default () => Response.json({})" },
  methods: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
  access: "NONE",
};

async function demoFunction(owner: Client, handle: string): Promise<string> {
  const path = `/v2/handles/${handle}/function-bindings/demo`;
  if ((await owner.get(path)).status !== 200) await owner.put(path, functionBody);
  return "/function-bindings/demo";
}

/** For each operation of functions a request that succeeds; only what calls a URL has a secret to rotate. */
export const FUNCTION_SAMPLES: Readonly<Record<string, (owner: Client, handle: string) => Promise<Sample>>> =
  {
    listFunctionBindings: async () => ({ path: "/function-bindings", status: 200 }),
    listInvocableFunctions: async () => ({ path: "/function-bindings", status: 200 }),
    getFunctionBinding: async (...who) => ({ path: await demoFunction(...who), status: 200 }),
    putFunctionBinding: async (owner, handle) => {
      await owner.put(`/v2/handles/${handle}/function-bindings/replaced`, functionBody);
      return { path: "/function-bindings/replaced", body: functionBody, status: 200 };
    },
    deleteFunctionBinding: async (...who) => ({ path: await demoFunction(...who), status: 204 }),
    rotateFunctionSecret: async (...who) => ({
      path: `${await demoFunction(...who)}/rotate-secret`,
      body: {},
      status: 409,
    }),
    listFunctionInvocations: async (...who) => ({
      path: `${await demoFunction(...who)}/invocations`,
      status: 200,
    }),
    invokeFunction: async (...who) => ({
      path: `${await demoFunction(...who)}/invoke`,
      body: {},
      status: 200,
    }),
  };
