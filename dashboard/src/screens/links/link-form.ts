import type { Schemas } from "#api/schemas.ts";
import { instantOf, localTime } from "#parts/local-time.ts";

type Link = Schemas["Link"];
type Change = Schemas["LinkChange"];

const UTM = ["utmSource", "utmMedium", "utmCampaign", "utmTerm", "utmContent"] as const;
const TEXTS = ["title", "description", "expiredUrl", "campaignId", "externalId"] as const;
const TIMES = ["scheduledStartAt", "scheduledEndAt", "expiresAt"] as const;

/** What the editor holds: texts as they are typed, empty for nothing. */
export type LinkForm = Record<
  (typeof TEXTS)[number] | (typeof TIMES)[number] | (typeof UTM)[number],
  string
> & {
  slug: string;
  destinationUrl: string;
  tags: string[];
  enabled: boolean;
  redirectType: 302 | 307;
  forwardQuery: boolean;
  maxClicks: string;
  password: string;
  hasPassword: boolean;
  socialTitle: string;
  socialDescription: string;
  socialImage: string;
};

/** The editor's view of a link, or of one that is to be made. */
export function formOf(link: Link | undefined): LinkForm {
  const texts = Object.fromEntries(TEXTS.map((key) => [key, link?.[key] ?? ""]));
  const times = Object.fromEntries(TIMES.map((key) => [key, localTime(link?.[key] ?? null)]));
  const utm = Object.fromEntries(UTM.map((key) => [key, link?.tracking[key] ?? ""]));
  return {
    ...(texts as Record<(typeof TEXTS)[number], string>),
    ...(times as Record<(typeof TIMES)[number], string>),
    ...(utm as Record<(typeof UTM)[number], string>),
    slug: link?.slug ?? "",
    destinationUrl: link?.destinationUrl ?? "",
    tags: [...(link?.tags ?? [])],
    enabled: link?.enabled ?? true,
    redirectType: link?.redirectType ?? 302,
    forwardQuery: link?.forwardQuery ?? true,
    maxClicks: String(link?.maxClicks ?? ""),
    password: "",
    hasPassword: link?.passwordProtected ?? false,
    socialTitle: link?.social?.title ?? "",
    socialDescription: link?.social?.description ?? "",
    socialImage: link?.social?.imageUrl ?? "",
  };
}

/** What differs between two views, as the API takes it: what was not touched is not sent, what was emptied is cleared. */
export function changeOf(before: LinkForm, after: LinkForm): Change {
  const isOther = (...keys: (keyof LinkForm)[]) =>
    keys.some((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const change: Record<string, unknown> = {};
  for (const key of ["destinationUrl", "tags", "enabled", "redirectType", "forwardQuery"] as const) {
    if (isOther(key)) change[key] = after[key];
  }
  for (const key of TEXTS) if (isOther(key)) change[key] = after[key].trim() || null;
  for (const key of TIMES) if (isOther(key)) change[key] = instantOf(after[key]);
  if (isOther("maxClicks")) change["maxClicks"] = after.maxClicks === "" ? null : Number(after.maxClicks);
  if (isOther(...UTM))
    change["tracking"] = Object.fromEntries(UTM.map((key) => [key, after[key].trim() || null]));
  if (after.password !== "") change["password"] = after.password;
  else if (before.hasPassword && !after.hasPassword) change["password"] = null;
  if (isOther("socialTitle", "socialDescription", "socialImage")) change["social"] = socialOf(after);
  return change as Change;
}

function socialOf({ socialTitle, socialDescription, socialImage }: LinkForm): Schemas["Social"] | null {
  if ([socialTitle, socialDescription, socialImage].every((text) => text.trim() === "")) return null;
  return {
    title: socialTitle.trim() || null,
    description: socialDescription.trim() || null,
    imageUrl: socialImage.trim() || null,
  };
}
