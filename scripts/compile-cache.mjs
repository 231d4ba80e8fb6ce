import { join } from "node:path";

/**
 * Where Node keeps what it has compiled, for this process's children: sources run as they are, and to read a thousand of them
 * anew takes half of a start. A folder that cannot be written is done without.
 */
export function useCompileCache(root) {
  process.env.NODE_COMPILE_CACHE ??= join(root, "node_modules/.cache/compiled");
}
