/** A file that was dropped or chosen, and where it stood in what was. */
export type Found = { readonly path: string; readonly file: File };

/** All files of what was dropped, folders with everything in them. Must be called while the drop is being handled. */
export function readDropped({ items }: DataTransfer): Promise<readonly Found[]> {
  // All of them before anything is waited for: afterwards the browser has let go of them.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return readAll(entries);
}

async function readAll(entries: readonly FileSystemEntry[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const entry of entries) {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) =>
        (entry as FileSystemFileEntry).file(resolve, reject),
      );
      found.push({ path: entry.fullPath.slice(1), file });
    } else found.push(...(await readAll(await childrenOf(entry as FileSystemDirectoryEntry))));
  }
  return found;
}

/** A reader gives a hundred at a time, and none once it has given all. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return children;
    children.push(...some);
  }
}
