import { Badge, Box, Group, Paper, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import type { Schemas } from "#api/schemas.ts";
import { formatAgo, formatDay, formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";
import { nameOf } from "./lead-name.ts";

type Props = {
  readonly leads: readonly Schemas["Lead"][];
  readonly onOpen: (leadId: string) => void;
};

/** Each lead with who wrote, the beginning of what they wrote, and where; by days, so that today's stand out. */
export function LeadList({ leads, onOpen }: Props) {
  const days = Map.groupBy(leads, ({ receivedAt }) => formatDay(receivedAt));
  return (
    <Stack>
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-label={day}>
          <Title order={2} size="h6" c="dimmed" mb={6}>
            {day === formatDay(new Date().toISOString()) ? t("leads.today") : day}
          </Title>
          <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
            {ofDay.map((lead) => (
              <Paper key={lead.leadId} component="li" withBorder>
                <UnstyledButton w="100%" p="sm" aria-haspopup="dialog" onClick={() => onOpen(lead.leadId)}>
                  <Row lead={lead} />
                </UnstyledButton>
              </Paper>
            ))}
          </Stack>
        </section>
      ))}
    </Stack>
  );
}

function Row({ lead }: { readonly lead: Schemas["Lead"] }) {
  const { email, name, message, fields, form, slug, campaignId, spam, attachments, receivedAt } = lead;
  const written = message ?? Object.values(fields).join(" · ");
  return (
    <Group justify="space-between" gap="sm" align="flex-start">
      <Box miw={0} flex="1 1 240px">
        <Group gap={6}>
          <Text fw={600} className="cut">
            {nameOf(lead)}
          </Text>
          {name !== null && email !== null && (
            <Text size="sm" c="dimmed" className="cut">
              {email}
            </Text>
          )}
        </Group>
        {written !== "" && (
          <Text size="sm" c="dimmed" lineClamp={1}>
            {written}
          </Text>
        )}
      </Box>
      <Group gap={6}>
        {spam.isSpam && <Badge color="red.8">{t("leads.is-spam")}</Badge>}
        {attachments.length > 0 && (
          <Badge variant="default" tt="none">
            {t("leads.images", { count: attachments.length })}
          </Badge>
        )}
        {[form, slug && `/${slug}`, campaignId].map((from) => from && <From key={from} from={from} />)}
        <Text size="sm" c="dimmed" className="still" title={formatMoment(receivedAt)}>
          {formatAgo(receivedAt)}
        </Text>
      </Group>
    </Group>
  );
}

const From = ({ from }: { readonly from: string }) => (
  <Badge variant="default" tt="none">
    {from}
  </Badge>
);
