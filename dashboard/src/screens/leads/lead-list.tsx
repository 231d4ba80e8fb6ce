import { Badge, Box, Group, Paper, Stack, Text, UnstyledButton } from "@mantine/core";
import type { Schemas } from "#api/schemas.ts";
import { formatAgo, formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";
import { nameOf } from "./lead-name.ts";

type Props = {
  readonly leads: readonly Schemas["Lead"][];
  readonly onOpen: (leadId: string) => void;
};

/** Each lead with who wrote, the beginning of what they wrote, and where. */
export function LeadList({ leads, onOpen }: Props) {
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
      {leads.map((lead) => (
        <Paper key={lead.leadId} component="li" withBorder>
          <UnstyledButton w="100%" p="sm" aria-haspopup="dialog" onClick={() => onOpen(lead.leadId)}>
            <Row lead={lead} />
          </UnstyledButton>
        </Paper>
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
