import { Button, Container, Stack, Text, Title } from "@mantine/core";
import { t } from "#text/t.ts";

/** What is shown at an address that is none. */
export function Nowhere() {
  return (
    <Container size="sm" py="xl" component="main">
      <Stack align="flex-start">
        <Title order={1} size="h2">
          {t("nowhere.title")}
        </Title>
        <Text>{t("nowhere.hint")}</Text>
        <Button component="a" href="/app/">
          {t("nowhere.home")}
        </Button>
      </Stack>
    </Container>
  );
}
