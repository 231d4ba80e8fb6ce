import type { Client } from "./client.ts";
import type { Sample } from "./samples.ts";

const announced = { fileName: "a.txt", sizeBytes: 5, contentType: "text/plain" };

async function newFile(owner: Client, handle: string): Promise<string> {
  const { body } = await owner.post(`/v2/handles/${handle}/files`, announced);
  return `/files/${(body as { fileId: string }).fileId}`;
}

/** For each operation of files a request that succeeds; nobody sends bytes, so visitors find nothing. */
export const FILE_SAMPLES: Readonly<Record<string, (owner: Client, handle: string) => Promise<Sample>>> = {
  createFile: async () => ({ path: "/files", body: announced, status: 201 }),
  listFiles: async () => ({ path: "/files", status: 200 }),
  getFile: async (...who) => ({ path: await newFile(...who), status: 200 }),
  deleteFile: async (...who) => ({ path: await newFile(...who), status: 204 }),
  openPublicFile: async (...who) => ({ path: `/v2/public${await newFile(...who)}`, status: 404 }),
  requestFileLink: async (...who) => ({
    path: `/v2/public${await newFile(...who)}/magic-link`,
    body: { email: "somebody@example.com" },
    status: 202,
  }),
};
