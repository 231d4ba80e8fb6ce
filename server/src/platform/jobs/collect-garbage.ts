import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type How =
  | { readonly type: "major"; readonly execution: "sync"; readonly flavor: "last-resort" }
  | { readonly type: "minor"; readonly execution: "sync" };

/** V8's collector. The engine has it for whoever asks; a flag of the command line would show it to all code. */
export const collectGarbage: (how: How) => void = (() => {
  setFlagsFromString("--expose-gc");
  const found: (how: How) => void = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  return found;
})();
