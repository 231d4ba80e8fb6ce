import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether node_modules holds exactly what the lockfile asks for. npm writes its own list of what it installed last, so
 * an install that was interrupted never counts, and neither does one from before the lockfile changed.
 */
export function isInstalled(root, { withDev }) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(root, "node_modules/.package-lock.json"));
  if (wanted === undefined) throw new Error("There is no package-lock.json that could be read.");
  if (present === undefined) return false;
  const isKept = ([path, entry]) => path.includes("node_modules/") && !entry.link;
  return (
    Object.entries(wanted)
      .filter(isKept)
      .every(([path, entry]) =>
        present[path] === undefined ? mayBeAbsent(entry, withDev) : isSame(entry, present[path]),
      ) && Object.keys(present).every((path) => wanted[path] !== undefined)
  );
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** Optional packages are mostly for other platforms; a server may have been installed without the development ones. */
function mayBeAbsent({ optional, dev, devOptional }, withDev) {
  return optional === true || (!withDev && (dev === true || devOptional === true));
}

const isSame = (one, other) => one.version === other.version && one.integrity === other.integrity;
