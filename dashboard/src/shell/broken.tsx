import { Button, Container, Group, Stack, Title } from "@mantine/core";
import { Failure } from "#parts/failure.tsx";
import { t } from "#text/t.ts";

/** What is shown when a screen could not be: also when the program was renewed and an old part of it is gone. */
export function Broken({ error }: { readonly error: unknown }) {
  return (
    <Container size="sm" py="xl" component="main">
      <Stack>
        <Title order={1} size="h2">
          {t("broken.title")}
        </Title>
        <Failure cause={error} />
        <Group>
          <Button onClick={() => location.reload()}>{t("action.reload")}</Button>
        </Group>
      </Stack>
    </Container>
  );
}
