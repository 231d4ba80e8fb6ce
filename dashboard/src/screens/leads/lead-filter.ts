import { instantOf } from "#parts/local-time.ts";
import { t } from "#text/t.ts";

/** What is looked for; days are of this reader's calendar. */
export type LeadFilter = {
  readonly email: string;
  readonly form: string;
  readonly slug: string;
  readonly campaignId: string;
  readonly spam: "" | "true" | "false";
  readonly from: string;
  readonly to: string;
};

/** What people have sent, without what nobody has. */
export const NO_SPAM: LeadFilter = {
  ...{ email: "", form: "", slug: "", campaignId: "", spam: "false", from: "", to: "" },
};

type Problems = Readonly<Partial<Record<keyof LeadFilter, string>>>;

/** What cannot be looked for, and why: an address, an id or a day that is still being typed. */
export function problemsOf({ email, campaignId, from, to }: LeadFilter): Problems {
  return {
    ...(email !== "" && !/^[^@\s]+@[^@\s]+\.[^@\s]{2,}$/.test(email) && { email: t("leads.by-email.whole") }),
    ...(campaignId !== "" &&
      !/^[a-z0-9][a-z0-9_-]{2,63}$/.test(campaignId) && { campaignId: t("leads.campaign.whole") }),
    ...(startOf(from) === undefined && { from: t("problem.day") }),
    ...(startOf(to) === undefined && { to: t("problem.day") }),
  };
}

/** A filter as the API takes it: the last day is in it as a whole, and what is empty or not yet whole is not asked. */
export function questionOf(filter: LeadFilter): Readonly<Record<string, string>> {
  const { from, to, ...texts } = filter;
  const problems = problemsOf(filter);
  const isAsked = ([key, text]: [string, string]) => text !== "" && !(key in problems);
  const since = startOf(from);
  const until = problems.to === undefined ? startOf(to && dayAfter(to)) : undefined;
  return {
    ...Object.fromEntries(Object.entries(texts).filter(isAsked)),
    ...(since && { from: since }),
    ...(until && { to: until }),
  };
}

const startOf = (day: string) => instantOf(day && `${day}T00:00`);

function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
