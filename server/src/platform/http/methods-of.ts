import type { Operation } from "./operation.ts";

const ANY = ["get", "post", "put", "patch", "delete", "options"] as const;

/** The methods that an operation answers; HEAD comes with GET. */
export const methodsOf = ({ method }: Operation) => (method === "any" ? ANY : ([method] as const));
