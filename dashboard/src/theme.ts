import { createTheme } from "@mantine/core";

const SYSTEM = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";

/** One blue, the reader's own fonts (nothing is loaded from elsewhere), and no motion for whoever wants none. */
export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: { light: 7, dark: 8 },
  defaultRadius: "md",
  fontFamily: SYSTEM,
  headings: { fontFamily: SYSTEM, fontWeight: "650" },
  respectReducedMotion: true,
  autoContrast: true,
  components: {
    Modal: { defaultProps: { closeButtonProps: { "aria-label": "Close" }, centered: true } },
    Drawer: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    Tooltip: { defaultProps: { events: { hover: true, focus: true, touch: true } } },
  },
});
