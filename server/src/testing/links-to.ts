import type { Control } from "./start-control.ts";

/** A link to each of these, by its slug; answers the owner's client. */
export async function linksTo(
  control: Control,
  destinations: Readonly<Record<string, string>>,
  handle = "acme",
) {
  const owner = await control.member("OWNER", handle);
  for (const [slug, destinationUrl] of Object.entries(destinations)) {
    const { status } = await owner.put(`/v2/handles/${handle}/links/${slug}`, { destinationUrl });
    if (status !== 201) throw new Error(`No link: ${status}`);
  }
  return owner;
}
