/** What each kind of template is made of. */
export type TrackingTemplate = {
  readonly key: string;
  readonly enabled: boolean;
  /** Whether its tags wait until the visitor has agreed. */
  readonly requiresConsent: boolean;
} & (
  | {
      readonly kind: "meta_pixel";
      readonly parameters: { readonly pixelId: string; readonly eventName: string };
    }
  | {
      readonly kind: "gtm_event";
      readonly parameters: { readonly containerId: string; readonly eventName: string };
    }
  | {
      readonly kind: "ga4_event";
      readonly parameters: { readonly measurementId: string; readonly eventName: string };
    }
  | { readonly kind: "utm"; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: "custom_webhook"; readonly parameters: { readonly url: string } }
);
