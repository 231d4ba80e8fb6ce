import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";

const HEAD =
  "// Made from the program's openapi.json by `npm run build:sdk`; a test fails when it is out of date.\n";

/** The types of every path and body in an OpenAPI document, as the text of a TypeScript file. */
export async function generateSchema(document: unknown): Promise<string> {
  return (
    HEAD +
    astToString(await openapiTS(document as OpenAPI3, { alphabetize: true, defaultNonNullable: false }))
  );
}
