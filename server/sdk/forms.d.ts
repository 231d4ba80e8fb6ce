// What forms.js is checked against (`tsc -p server/sdk`); nothing of it is served.

type FormState = { since: number; key: string };
type Prepare = (form: HTMLFormElement) => FormState;
type PageSlugOf = (form: HTMLFormElement) => string | undefined;
type FieldsOf = (form: HTMLFormElement, submitter: HTMLElement | null) => FormData;
type Post = (url: string, body: FormData) => Promise<Response | undefined>;
type Read = (answer?: Response) => Promise<{ status: number; body: { message?: string } }>;
type Say = (form: HTMLFormElement, text: string, isError: boolean) => void;
type Sent = (form: HTMLFormElement, body: object) => void;
type SendForm = (form: HTMLFormElement, submitter: HTMLElement | null) => Promise<void>;
