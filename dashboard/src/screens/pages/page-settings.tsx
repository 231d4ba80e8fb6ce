import { Fieldset, NativeSelect, Radio, SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import { ThemeFields } from "#parts/theme-fields.tsx";
import { minorDigits } from "#text/format.ts";
import { t } from "#text/t.ts";
import type { Problems } from "./draft-problems.ts";
import type { PageDraft } from "./page-draft.ts";

type Props = {
  readonly draft: PageDraft;
  readonly problems: Problems;
  readonly change: (to: Partial<PageDraft>, about?: string) => void;
};

const MODES = ["PUBLIC", "FREE_WITH_LOGIN", "PAID"] as const;
const DIRECTIONS = ["auto", "ltr", "rtl"] as const;

/** Who may read a page, how it looks, and what search engines and networks are told of it. */
export function PageSettings(props: Props) {
  return (
    <Stack gap="lg">
      <Access {...props} />
      <Look {...props} />
      <Seo {...props} />
      <Rest {...props} />
    </Stack>
  );
}

function Access({ draft: { mode, priceCents, currency }, problems, change }: Props) {
  const unit = 10 ** minorDigits(currency ?? "");
  return (
    <Fieldset legend={t("pages.access")}>
      <Stack gap="sm">
        <Radio.Group
          aria-label={t("pages.access")}
          value={mode}
          onChange={(to) => change({ mode: to, currency: currency ?? (to === "PAID" ? "EUR" : null) })}
        >
          <Stack gap="xs">
            {MODES.map((value) => (
              <Radio
                key={value}
                value={value}
                label={t(`pages.mode.${value}`)}
                description={t(`pages.mode.${value}.hint`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {mode === "PAID" && (
          <SimpleGrid cols={2}>
            <TextInput
              {...{ type: "number", min: 0, step: "any", label: t("block.price"), withAsterisk: true }}
              error={problems["priceCents"]}
              value={priceCents === null ? "" : priceCents / unit}
              onChange={({ currentTarget: { value } }) =>
                change({ priceCents: value === "" ? null : Math.round(Number(value) * unit) }, "priceCents")
              }
            />
            <TextInput
              {...{ label: t("block.currency"), maxLength: 3, withAsterisk: true, placeholder: "EUR" }}
              error={problems["currency"]}
              value={currency ?? ""}
              onChange={(event) => change({ currency: event.currentTarget.value || null }, "currency")}
            />
          </SimpleGrid>
        )}
      </Stack>
    </Fieldset>
  );
}

function Look({ draft: { theme }, problems, change }: Props) {
  return (
    <Fieldset legend={t("pages.theme")}>
      <ThemeFields
        theme={theme}
        problems={problems}
        onChange={(to, about) => change({ theme: { ...theme, ...to } }, about)}
      />
    </Fieldset>
  );
}

function Seo({ draft: { seo }, problems, change }: Props) {
  const put = (to: Partial<PageDraft["seo"]>, about = "") => change({ seo: { ...seo, ...to } }, about);
  const texts = [
    { name: "title", maxLength: 120 },
    { name: "description", maxLength: 300 },
    { name: "imageUrl", maxLength: 2048 },
  ] as const;
  return (
    <Fieldset legend={t("pages.seo")}>
      <Stack gap="sm">
        {texts.map(({ name, maxLength }) => (
          <TextInput
            key={name}
            {...{ label: t(`pages.seo.${name}`), description: t(`pages.seo.${name}.hint`), maxLength }}
            error={problems[`seo.${name}`]}
            value={seo[name] ?? ""}
            onChange={(event) => put({ [name]: event.currentTarget.value || null }, `seo.${name}`)}
          />
        ))}
        <Switch
          label={t("pages.seo.noindex")}
          checked={seo.noindex}
          onChange={(event) => put({ noindex: event.currentTarget.checked })}
        />
      </Stack>
    </Fieldset>
  );
}

function Rest({ draft: { language, direction, campaignId }, problems, change }: Props) {
  return (
    <Fieldset legend={t("pages.rest")}>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <TextInput
          {...{ label: t("pages.language"), placeholder: "en" }}
          error={problems["language"]}
          value={language}
          onChange={(event) => change({ language: event.currentTarget.value }, "language")}
        />
        <NativeSelect
          label={t("pages.direction")}
          data={DIRECTIONS.map((value) => ({ value, label: t(`pages.direction.${value}`) }))}
          value={direction}
          onChange={(event) => change({ direction: event.currentTarget.value as PageDraft["direction"] })}
        />
        <TextInput
          label={t("pages.campaign")}
          error={problems["campaignId"]}
          value={campaignId ?? ""}
          onChange={(event) => change({ campaignId: event.currentTarget.value || null }, "campaignId")}
        />
      </SimpleGrid>
    </Fieldset>
  );
}
