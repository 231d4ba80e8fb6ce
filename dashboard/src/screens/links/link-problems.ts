import { t } from "#text/t.ts";
import type { LinkForm } from "./link-form.ts";

const isWeb = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** What can be told of a form before the server is asked, which has the last word. An untouched field is no mistake. */
export function problemsOf(form: LinkForm): Readonly<Partial<Record<keyof LinkForm, string>>> {
  const urls = ["destinationUrl", "expiredUrl", "socialImage"] as const;
  const found: Partial<Record<keyof LinkForm, string>> = {};
  for (const key of urls) if (form[key] !== "" && !isWeb(form[key])) found[key] = t("problem.url");
  if (form.slug !== "" && !/^[A-Za-z0-9_-]{4,24}$/.test(form.slug)) found.slug = t("problem.slug");
  if (form.maxClicks !== "" && !/^[1-9]\d{0,11}$/.test(form.maxClicks)) found.maxClicks = t("problem.count");
  if (
    form.scheduledStartAt !== "" &&
    form.scheduledEndAt !== "" &&
    form.scheduledEndAt <= form.scheduledStartAt
  ) {
    found.scheduledEndAt = t("problem.end");
  }
  return found;
}
