import { Alert, Anchor, Badge, Drawer, Group, Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "#api/schemas.ts";
import { CopyButton } from "#parts/copy-button.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoment } from "#text/format.ts";
import { type TextKey, t } from "#text/t.ts";
import { isUtm } from "./is-utm.ts";
import { LeadAttachments } from "./lead-attachments.tsx";
import { LeadDeeds } from "./lead-deeds.tsx";
import { LeadFact } from "./lead-fact.tsx";
import { nameOf } from "./lead-name.ts";
import { LeadOrigin } from "./lead-origin.tsx";
import { LeadPart } from "./lead-part.tsx";
import { leadQuery } from "./leads-query.ts";

type Props = { readonly leadId: string; readonly onClose: () => void };

/** All of one lead: what was written, where it came from, why it is held to be spam, and what can be done. */
export function LeadDrawer({ leadId, onClose }: Props) {
  const query = useQuery(leadQuery(useHandle(), leadId));
  const title = query.data === undefined ? t("leads.one") : nameOf(query.data);
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title={title}>
      <Loaded query={query}>{(lead) => <Whole lead={lead} onClose={onClose} />}</Loaded>
    </Drawer>
  );
}

function Whole({ lead, onClose }: { readonly lead: Schemas["Lead"]; readonly onClose: () => void }) {
  return (
    <Stack gap="lg">
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed">
          {t("leads.received", { when: formatMoment(lead.receivedAt) })}
        </Text>
        {lead.email !== null && <CopyButton value={lead.email} label={t("leads.copy-email")} />}
      </Group>
      <Said lead={lead} />
      <LeadAttachments lead={lead} />
      <LeadOrigin lead={lead} />
      <Spam spam={lead.spam} />
      <LeadDeeds lead={lead} onDone={onClose} />
    </Stack>
  );
}

function Said({ lead: { email, phone, message, fields } }: { readonly lead: Schemas["Lead"] }) {
  return (
    <LeadPart title={t("leads.said")}>
      {email !== null && (
        <LeadFact name={t("field.email")}>
          <Anchor href={`mailto:${email}`} underline="always">
            {email}
          </Anchor>
        </LeadFact>
      )}
      {phone !== null && <LeadFact name={t("leads.phone")}>{phone}</LeadFact>}
      {message !== null && <LeadFact name={t("leads.message")}>{message}</LeadFact>}
      {Object.entries(fields)
        .filter(([name]) => !isUtm(name))
        .map(([name, value]) => (
          <LeadFact key={name} name={name}>
            {value}
          </LeadFact>
        ))}
    </LeadPart>
  );
}

const REASONS = [
  "honeypot",
  "too_fast",
  "automated_agent",
  "link_markup",
  "many_links",
  "advertised_words",
  "shouting",
];

/** A sign that this dashboard does not know yet is called what the API calls it. */
const reasonOf = (reason: string) =>
  REASONS.includes(reason) ? t(`leads.reason.${reason}` as TextKey) : reason;

function Spam({ spam: { isSpam, score, reasons } }: Pick<Schemas["Lead"], "spam">) {
  return (
    <LeadPart title={t("leads.spam")}>
      <Group gap="sm">
        <Badge color={isSpam ? "red.8" : "teal.9"}>{t(isSpam ? "leads.is-spam" : "leads.is-none")}</Badge>
        <Text size="sm">{t("leads.score", { score })}</Text>
      </Group>
      <Progress value={score} color={isSpam ? "red.8" : "teal.9"} aria-label={t("leads.score", { score })} />
      {reasons.map((reason) => (
        <Text key={reason} size="sm">
          {reasonOf(reason)}
        </Text>
      ))}
      {isSpam && <Alert color="yellow">{t("leads.is-spam.hint")}</Alert>}
    </LeadPart>
  );
}
