import {
  Button,
  Group,
  MultiSelect,
  Paper,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { t } from "#text/t.ts";
import type { ChainPart } from "./chain-fields.tsx";
import { newSignal, type SignalForm } from "./chain-form.ts";

const DEVICES = ["MOBILE", "TABLET", "DESKTOP", "BOT"];
const NUMBERS = ["minCount", "withinSeconds", "minConfidence"] as const;
const SIGNALS_MAX = 10;

/** Which sessions a rule means: what they have done, and who they are. */
export function ChainConditions(part: ChainPart) {
  const { form, at, set } = part;
  const lists = ["countryIn", "segmentIn"] as const;
  return (
    <Stack gap="xs">
      <Text fw={600}>{t("rule.when")}</Text>
      {form.signals.map((signal, index) => (
        <Signal key={signal.key} {...part} signal={signal} index={index} />
      ))}
      <Group>
        <Button
          size="xs"
          variant="light"
          disabled={form.signals.length >= SIGNALS_MAX}
          onClick={() => set({ signals: [...form.signals, newSignal()] })}
        >
          {t("chain.add-signal")}
        </Button>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {lists.map((list) => (
          <TagsInput
            key={list}
            {...{
              label: t(`rules.${list}`),
              placeholder: t(`rules.${list}.example`),
              acceptValueOnBlur: true,
            }}
            error={at(`when.${list}`)}
            value={[...form[list]]}
            onChange={(values) => set({ [list]: values })}
          />
        ))}
        <MultiSelect
          label={t("rules.deviceIn")}
          data={DEVICES}
          error={at("when.deviceIn")}
          value={[...form.deviceIn]}
          onChange={(deviceIn) => set({ deviceIn })}
        />
      </SimpleGrid>
    </Stack>
  );
}

type SignalProps = ChainPart & { readonly signal: SignalForm; readonly index: number };

function Signal({ form, signal, index, at, set }: SignalProps) {
  const place = index + 1;
  const path = `when.all.${index}`;
  const replace = (change: Partial<SignalForm>) =>
    set({ signals: form.signals.map((one) => (one === signal ? { ...one, ...change } : one)) });
  return (
    <Paper withBorder p="sm" component="fieldset" m={0}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Text size="sm" fw={600} component="legend">
            {t("chain.signal-of", { place })}
          </Text>
          <Button
            size="xs"
            variant="default"
            aria-label={t("chain.remove-signal", { place })}
            onClick={() => set({ signals: form.signals.filter((one) => one !== signal) })}
          >
            {t("action.remove")}
          </Button>
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            {...{ label: t("chain.signal"), placeholder: "pricing_seen", required: true, maxLength: 64 }}
            error={at(`${path}.signalKey`)}
            value={signal.signalKey}
            onChange={(event) => replace({ signalKey: event.currentTarget.value.trim() })}
          />
          <TagsInput
            {...{ label: t("chain.values"), placeholder: t("chain.values.any"), acceptValueOnBlur: true }}
            error={at(`${path}.valueIn`)}
            value={[...signal.valueIn]}
            onChange={(valueIn) => replace({ valueIn })}
          />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          {NUMBERS.map((key) => (
            <TextInput
              key={key}
              {...{ label: t(`chain.${key}`), inputMode: "decimal" }}
              error={at(`${path}.${key}`)}
              value={signal[key]}
              onChange={(event) => replace({ [key]: event.currentTarget.value.trim() })}
            />
          ))}
        </SimpleGrid>
      </Stack>
    </Paper>
  );
}
