import { Anchor, SimpleGrid, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "#api/schemas.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { isUtm } from "./is-utm.ts";
import { LeadFact } from "./lead-fact.tsx";
import { LeadPart } from "./lead-part.tsx";

/** Which form, page, campaign and click a lead came from, as far as its sender let that be known. */
export function LeadOrigin({ lead }: { readonly lead: Schemas["Lead"] }) {
  const handle = useHandle();
  const { form, slug, campaignId, origin, country, variantId, clickId, sessionId } = lead;
  const facts = [
    ["leads.form", form],
    ["leads.slug", slug && `/${slug}`],
    ["leads.origin", origin],
    ["leads.country", country],
    ["leads.variant", variantId],
    ["leads.click", clickId],
  ] as const;
  return (
    <LeadPart title={t("leads.from")}>
      <SimpleGrid cols={2}>
        {facts.map(
          ([key, value]) =>
            value !== null &&
            value !== "" && (
              <LeadFact key={key} name={t(key)}>
                {value}
              </LeadFact>
            ),
        )}
        {Object.entries(lead.fields)
          .filter(([name]) => isUtm(name))
          .map(([name, value]) => (
            <LeadFact key={name} name={name}>
              {value}
            </LeadFact>
          ))}
        {campaignId !== null && (
          <LeadFact name={t("leads.campaignId")}>
            <Anchor
              underline="always"
              renderRoot={(props) => (
                <Link {...props} to="/$handle/campaigns/$campaignId" params={{ handle, campaignId }} />
              )}
            >
              {campaignId}
            </Anchor>
          </LeadFact>
        )}
        {sessionId !== null && (
          <LeadFact name={t("leads.session")}>
            {sessionId}{" "}
            <Anchor
              underline="always"
              renderRoot={(props) => (
                <Link {...props} to="/$handle/chain" params={{ handle }} search={{ session: sessionId }} />
              )}
            >
              {t("leads.session.see")}
            </Anchor>
          </LeadFact>
        )}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t(clickId === null ? "leads.unmeasured" : "leads.measured")}
      </Text>
    </LeadPart>
  );
}
