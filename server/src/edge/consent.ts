import type { CookieNames } from "#platform/http/cookies.ts";
import type { RouteView } from "#platform/routing/route-view.ts";
import type { Target } from "#platform/routing/target.ts";
import { type Answer, recordedAs, withCookie } from "./answer.ts";
import { bridgePage } from "./bridge/bridge-page.ts";
import type { Visit } from "./visit.ts";
import { consentCookie } from "./visitor.ts";

/** Whether the visitor must be asked before this link's tags may run; a browser that refuses is not asked. */
export const asksConsent = ({ visitor }: Visit, { template }: RouteView): boolean =>
  template !== null &&
  template.kind !== "utm" &&
  template.requiresConsent &&
  !visitor.hasDecided &&
  visitor.consent === "basic";

/** The question; the click is counted when it is answered. */
export function askConsent({ slug }: Visit, { template }: RouteView, { location }: Target): Answer {
  const page = bridgePage({ destination: location, slug, template, consent: "basic", isAsked: false });
  return recordedAs("impression", page);
}

type Decision = { readonly visit: Visit; readonly remember: (answer: Answer) => Answer };

/** What the visitor has answered; `undefined` for a form that is not the question's. */
export async function decideConsent(visit: Visit, cookies: CookieNames): Promise<Decision | undefined> {
  const consent = (await visit.form?.())?.get("consent");
  if (consent !== "full" && consent !== "denied") return undefined;
  const visitor = { ...visit.visitor, consent, hasDecided: true } as const;
  return {
    visit: { ...visit, visitor },
    remember: (answer) => withCookie(answer, consentCookie(consent, cookies)),
  };
}
