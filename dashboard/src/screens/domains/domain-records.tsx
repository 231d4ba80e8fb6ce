import { Badge, Code, Group, Stack, Text } from "@mantine/core";
import type { Schemas } from "#api/schemas.ts";
import { CopyButton } from "#parts/copy-button.tsx";
import { t } from "#text/t.ts";

type DnsRecord = Schemas["AccountDomain"]["records"][number];

/** The records that a host needs in its DNS, each part to be copied by itself, as providers ask for it. */
export function DomainRecords({ records }: { readonly records: readonly DnsRecord[] }) {
  return (
    <Stack gap="lg">
      {records.map(({ type, name, value, purpose }) => (
        <Stack key={type} gap="xs">
          <Group gap={8}>
            <Badge variant="default">{type}</Badge>
            <Text size="sm">{purposeOf(type, purpose)}</Text>
          </Group>
          <Copied label={t("domains.record.name")} of={type} value={name} />
          <Copied label={t("domains.record.value")} of={type} value={value} />
        </Stack>
      ))}
    </Stack>
  );
}

/** The server's words where it asks for a record that this page does not know. */
function purposeOf(type: string, purpose: string): string {
  return type === "TXT" || type === "CNAME" ? t(`domains.record.${type}`) : purpose;
}

type CopiedProps = { readonly label: string; readonly of: string; readonly value: string };

function Copied({ label, of, value }: CopiedProps) {
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="xs" c="dimmed">
          {label}
        </Text>
        <CopyButton
          value={value}
          label={t("domains.record.copy", { part: `${of} ${label.toLowerCase()}` })}
        />
      </Group>
      <Code block className="secret" data-record={`${of} ${label}`}>
        {value}
      </Code>
    </div>
  );
}
