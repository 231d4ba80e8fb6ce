import { Box, Container, Paper, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { t } from "#text/t.ts";
import { Logo } from "./logo.tsx";

type Props = { readonly title: string; readonly hint?: string; readonly children: ReactNode };

/** The frame of what is seen before one is signed in. */
export function Outside({ title, hint, children }: Props) {
  useEffect(() => {
    document.title = `${title} – ${t("product")}`;
  }, [title]);
  return (
    <Container size={460} py={{ base: "xl", sm: 72 }} component="main">
      <Stack gap="xl">
        <Box>
          <Logo />
        </Box>
        <Paper withBorder shadow="sm" p={{ base: "lg", sm: "xl" }} radius="lg">
          <Stack>
            <div>
              <Title order={1} size="h2">
                {title}
              </Title>
              {hint !== undefined && (
                <Text c="dimmed" mt={4}>
                  {hint}
                </Text>
              )}
            </div>
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Container>
  );
}
