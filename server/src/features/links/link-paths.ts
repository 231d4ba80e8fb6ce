import { AppError } from "#kernel/errors.ts";
import type { PathRoute } from "#kernel/policy.ts";
import { type Reader, readerOf, type Tx } from "#platform/database/database.ts";
import type { LinkTables } from "./link-tables.ts";
import type { Slug } from "./slug.ts";

const PATHS_MAX = 200;

/** Every path of a handle whose visitors follow a link, once the links are saved. Throws where two are one to a visitor. */
export async function changedPaths(tx: Tx, handleId: string, slug: Slug): Promise<readonly PathRoute[]> {
  const paths = await findPaths(readerOf(tx), handleId);
  const changed = paths.find((path) => path.slug === slug);
  if (changed === undefined) return paths;
  const rival = paths.find((path) => path.slug !== slug && shapeOf(path) === shapeOf(changed));
  if (rival !== undefined) {
    throw new AppError("conflict", `The link ${rival.slug} has this path already: ${rival.template}.`);
  }
  if (paths.length > PATHS_MAX) {
    throw new AppError("conflict", `A handle has at most ${PATHS_MAX} links with a pathTemplate.`);
  }
  return paths;
}

async function findPaths(read: Reader, handleId: string): Promise<PathRoute[]> {
  const rows = await read
    .$extendTables<LinkTables>()
    .selectFrom("links")
    .select(["path_template", "slug"])
    .where("handle_id", "=", handleId)
    .where("path_template", "is not", null)
    .orderBy("path_template")
    .execute();
  return rows.flatMap(({ path_template: template, slug }) => (template === null ? [] : [{ template, slug }]));
}

/** Whatever its places are called, a path is the same to who visits it. */
const shapeOf = ({ template }: PathRoute) => template.replace(/:\w+/g, ":");
