import { Button, Collapse, Group, NativeSelect, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { LAST_DAY } from "#parts/local-time.ts";
import { t } from "#text/t.ts";
import { type LeadFilter, problemsOf } from "./lead-filter.ts";

type Props = { readonly filter: LeadFilter; readonly onChange: (filter: LeadFilter) => void };

const TEXTS = ["form", "slug", "campaignId"] as const;
const DAYS = ["from", "to"] as const;

/** Which leads are meant. Whose and which spam is always at hand, all else on demand. */
export function LeadFilters({ filter, onChange }: Props) {
  const [isOpen, { toggle }] = useDisclosure();
  const problems = problemsOf(filter);
  const set = (change: Partial<LeadFilter>) => onChange({ ...filter, ...change });
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-start">
        <TextInput
          {...{ type: "search", flex: "1 1 220px", "aria-label": t("leads.by-email") }}
          placeholder={t("leads.by-email")}
          error={problems.email}
          value={filter.email}
          onChange={(event) => set({ email: event.currentTarget.value.trim() })}
        />
        <NativeSelect
          aria-label={t("leads.spam")}
          value={filter.spam}
          data={[
            { value: "false", label: t("leads.spam.false") },
            { value: "true", label: t("leads.spam.true") },
            { value: "", label: t("leads.spam.all") },
          ]}
          onChange={(event) => set({ spam: event.currentTarget.value as LeadFilter["spam"] })}
        />
        <Button variant="default" aria-expanded={isOpen} onClick={toggle}>
          {t("leads.more-filters")}
        </Button>
      </Group>
      <Collapse expanded={isOpen}>
        <SimpleGrid cols={{ base: 2, sm: 5 }}>
          {TEXTS.map((key) => (
            <TextInput
              key={key}
              label={t(`leads.${key}`)}
              error={problems[key]}
              value={filter[key]}
              onChange={(event) => set({ [key]: event.currentTarget.value.trim() })}
            />
          ))}
          {DAYS.map((key) => (
            <TextInput
              key={key}
              {...{ type: "date", label: t(`range.${key}`), max: LAST_DAY }}
              error={problems[key]}
              value={filter[key]}
              onChange={(event) => set({ [key]: event.currentTarget.value })}
            />
          ))}
        </SimpleGrid>
      </Collapse>
    </Stack>
  );
}
