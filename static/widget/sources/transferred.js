/** The files of a drop or a paste, those in dropped folders among them. */

/** @returns {Promise<FileSystemEntry[]>} all that is directly in a folder; browsers give it in parts */
async function listed(folder) {
  const reader = folder.createReader();
  const entries = [];
  for (;;) {
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!part.length) return entries;
    entries.push(...part);
  }
}

/** @returns {Promise<File[]>} without what begins with a dot: systems hide their own files so */
async function filesOf(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const files = [];
  for (const inner of await listed(entry)) {
    if (!inner.name.startsWith(".")) files.push(...(await filesOf(inner)));
  }
  return files;
}

/**
 * @param {DataTransfer} data of an event that is still running: afterwards browsers empty it
 * @returns {Promise<File[]>}
 */
export async function transferredFiles(data) {
  const items = Array.from(data.items ?? []).filter(({ kind }) => kind === "file");
  const found = items.map((item) => ({
    entry: item.webkitGetAsEntry?.() ?? null,
    file: item.getAsFile(),
  }));
  if (!found.length) return Array.from(data.files);
  const files = await Promise.all(
    found.map(({ entry, file }) => (entry?.isDirectory ? filesOf(entry) : [file])),
  );
  return files.flat().filter(Boolean);
}
