export { type Destination, requireAllowedDestinations } from "./require-allowed-destinations.ts";
export { destinationOperations } from "./routes.ts";
