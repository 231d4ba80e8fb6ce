import { NativeSelect, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { t } from "#text/t.ts";

/** How a page of visitors looks. */
export type Theme = {
  readonly mode: string;
  readonly accent: string;
  readonly font: string;
  readonly css: string | null;
};

type Props = {
  readonly theme: Theme;
  readonly problems: Readonly<Partial<Record<"theme.accent" | "theme.css", string | undefined>>>;
  readonly onChange: (change: Partial<Theme>, about: string) => void;
};

const SCHEMES = ["auto", "light", "dark"] as const;
const FONTS = ["system", "serif", "mono", "rounded", "humanist"] as const;

/** The look of what visitors see: colors, letters, and a safe part of CSS. */
export function ThemeFields({ theme, problems, onChange }: Props) {
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <NativeSelect
          label={t("pages.theme.mode")}
          data={SCHEMES.map((value) => ({ value, label: t(`pages.theme.mode.${value}`) }))}
          value={theme.mode}
          onChange={(event) => onChange({ mode: event.currentTarget.value }, "")}
        />
        <NativeSelect
          label={t("pages.theme.font")}
          data={FONTS.map((value) => ({ value, label: t(`pages.theme.font.${value}`) }))}
          value={theme.font}
          onChange={(event) => onChange({ font: event.currentTarget.value }, "")}
        />
        <TextInput
          type="color"
          label={t("pages.theme.accent")}
          error={problems["theme.accent"]}
          value={theme.accent}
          onChange={(event) => onChange({ accent: event.currentTarget.value }, "theme.accent")}
        />
      </SimpleGrid>
      <Textarea
        {...{ label: t("pages.theme.css"), description: t("pages.theme.css.hint"), spellCheck: false }}
        autosize
        minRows={2}
        maxRows={16}
        classNames={{ input: "slug" }}
        error={problems["theme.css"]}
        value={theme.css ?? ""}
        onChange={(event) => onChange({ css: event.currentTarget.value || null }, "theme.css")}
      />
    </Stack>
  );
}
